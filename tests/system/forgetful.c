/* Notes writes, lengths and syncs of the files of one folder (FORGETFUL_FOLDER) in a log (FORGETFUL_LOG).
 *
 * Preloaded into the program under test: a power cut is then played again by putting on the disk only what
 * had been synced, and a part of the rest. Each entry: operation, name, place, length, newline, the bytes.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int log_fd = -2;

static const char *name_of(int fd, char *room, size_t size) {
    const char *folder = getenv("FORGETFUL_FOLDER");
    char link[64];
    if (!folder) return NULL;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, room, size - 1);
    if (length < 0) return NULL;
    room[length] = 0;
    size_t prefix = strlen(folder);
    if (strncmp(room, folder, prefix) || room[prefix] != '/') return NULL;
    /* The index of the log is rebuilt from it: it is never needed after a cut. */
    if (length > 4 && !strcmp(room + length - 4, "-shm")) return NULL;
    return room + prefix + 1;
}

static void note(char op, int fd, long long place, const void *bytes, size_t length) {
    static ssize_t (*real)(int, const void *, size_t);
    char room[4096], head[4300];
    const char *name = name_of(fd, room, sizeof room);
    if (!name) return;
    if (!real) real = dlsym(RTLD_NEXT, "write");
    if (log_fd == -2) {
        const char *path = getenv("FORGETFUL_LOG");
        log_fd = path ? open(path, O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;
    }
    if (log_fd < 0) return;
    int size = snprintf(head, sizeof head, "%c\t%s\t%lld\t%zu\n", op, name, place, length);
    if (real(log_fd, head, size) != size) abort();
    if (length && real(log_fd, bytes, length) != (ssize_t)length) abort();
}

ssize_t write(int fd, const void *bytes, size_t length) {
    static ssize_t (*real)(int, const void *, size_t);
    if (!real) real = dlsym(RTLD_NEXT, "write");
    long long place = lseek(fd, 0, SEEK_CUR);
    ssize_t done = real(fd, bytes, length);
    if (done > 0 && place >= 0) note('w', fd, place, bytes, done);
    return done;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t place) {
    static ssize_t (*real)(int, const void *, size_t, off64_t);
    if (!real) real = dlsym(RTLD_NEXT, "pwrite64");
    ssize_t done = real(fd, bytes, length, place);
    if (done > 0) note('w', fd, place, bytes, done);
    return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t place) { return pwrite64(fd, bytes, length, place); }

int ftruncate64(int fd, off64_t length) {
    static int (*real)(int, off64_t);
    if (!real) real = dlsym(RTLD_NEXT, "ftruncate64");
    int done = real(fd, length);
    if (!done) note('t', fd, length, NULL, 0);
    return done;
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

int fsync(int fd) {
    static int (*real)(int);
    if (!real) real = dlsym(RTLD_NEXT, "fsync");
    int done = real(fd);
    if (!done) note('s', fd, 0, NULL, 0);
    return done;
}

int fdatasync(int fd) {
    static int (*real)(int);
    if (!real) real = dlsym(RTLD_NEXT, "fdatasync");
    int done = real(fd);
    if (!done) note('s', fd, 0, NULL, 0);
    return done;
}

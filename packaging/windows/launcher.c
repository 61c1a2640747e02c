/* Starts the program inside this process: the task bar, the firewall and the task list then know it by its name
   and its icon. Built twice: with a window (MODULE creances_desktop) and for the console (creances_desktop.cli). */
#include <windows.h>
#include <stdlib.h>
#include <wchar.h>

typedef int (*PythonMain)(int count, wchar_t **words);

#define LONGEST 32768

static int fail(const wchar_t *sentence)
{
#ifdef CONSOLE
    DWORD written;
    HANDLE screen = GetStdHandle(STD_ERROR_HANDLE);
    WriteConsoleW(screen, sentence, (DWORD)wcslen(sentence), &written, NULL);
    WriteConsoleW(screen, L"\r\n", 2, &written, NULL);
#else
    MessageBoxW(NULL, sentence, L"Créances", MB_OK | MB_ICONERROR);
#endif
    return 1;
}

static int start(int count, wchar_t **words)
{
    static wchar_t library[LONGEST];
    DWORD length = GetModuleFileNameW(NULL, library, LONGEST);
    wchar_t *name = length > 0 && length < LONGEST - 64 ? wcsrchr(library, L'\\') : NULL;
    if (name == NULL)
        return fail(L"Créances ne trouve pas son propre emplacement : installez-le à nouveau.");
    wcscpy(name, L"\\python\\" PYTHON_LIBRARY);

    HMODULE python = LoadLibraryExW(library, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    PythonMain run = python ? (PythonMain)(void *)GetProcAddress(python, "Py_Main") : NULL;
    if (run == NULL)
        return fail(L"Il manque des fichiers à Créances : installez-le à nouveau. Vos dossiers ne sont pas touchés.");

    static wchar_t *before[] = {L"-X", L"utf8", L"-m", MODULE};
    const int added = sizeof before / sizeof *before;
    wchar_t **all = calloc(count + added + 1, sizeof *all);
    if (all == NULL)
        return fail(L"La mémoire manque : fermez d’autres programmes, puis recommencez.");
    all[0] = words[0];
    for (int i = 0; i < added; i++)
        all[1 + i] = before[i];
    for (int i = 1; i < count; i++)
        all[added + i] = words[i];
    return run(count + added, all);
}

#ifdef CONSOLE
int wmain(int count, wchar_t **words)
{
    return start(count, words);
}
#else
int WINAPI wWinMain(HINSTANCE self, HINSTANCE before, LPWSTR line, int show)
{
    (void)self, (void)before, (void)line, (void)show;
    return start(__argc, __wargv);
}
#endif

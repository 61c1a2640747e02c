/* Windows 10 has icuuc.dll, Wine 8 has not, and Qt6Core.dll asks it for these functions at its start.
   For the tests alone: a converter that is never there, so that Qt falls back on its own. */
#include <stddef.h>

#define ABSENT(name) __declspec(dllexport) void *name(void) { return NULL; }

ABSENT(ucnv_open) ABSENT(ucnv_close) ABSENT(ucnv_reset)
ABSENT(ucnv_getMaxCharSize) ABSENT(ucnv_getName) ABSENT(ucnv_getStandardName)
ABSENT(ucnv_getAvailableName) ABSENT(ucnv_countAvailable)
ABSENT(ucnv_getToUCallBack) ABSENT(ucnv_getFromUCallBack)
ABSENT(ucnv_setToUCallBack) ABSENT(ucnv_setFromUCallBack)
ABSENT(ucnv_cbToUWriteUChars) ABSENT(ucnv_cbFromUWriteUChars)
ABSENT(ucnv_toUnicode) ABSENT(ucnv_fromUnicode)
ABSENT(ucnv_toUCountPending) ABSENT(ucnv_fromUCountPending)
ABSENT(UCNV_FROM_U_CALLBACK_SUBSTITUTE) ABSENT(UCNV_TO_U_CALLBACK_SUBSTITUTE)

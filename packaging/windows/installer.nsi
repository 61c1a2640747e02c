; The installer for Windows: for one user, without administrator rights, in French.
; windows.py calls it with VERSION, STAGE (the folder of the program), ICON, BANNER, OUT, COMPRESSION, PYTHON_LIBRARY,
; SIZE_KB, and SIGN (a command that signs the file after it) when there is a certificate.
Target amd64-unicode
Unicode true
ManifestDPIAware true
ManifestSupportedOS Win10
RequestExecutionLevel user
SetCompressor /SOLID ${COMPRESSION}
SetDateSave on
AllowSkipFiles off
!include MUI2.nsh
!include LogicLib.nsh

!define KEY "Software\Creances"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Creances"
!define KIND "CreancesDesktop.Dossier"
!define CLASSES "Software\Classes"
!define WINDOW "creances-desktop.exe"
!define COMMAND "creances.exe"

Name "Créances"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Creances"
InstallDirRegKey HKCU "${KEY}" "InstallDir"
BrandingText "Créances ${VERSION}"
ShowInstDetails nevershow
ShowUninstDetails nevershow

VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=1036 "ProductName" "Créances"
VIAddVersionKey /LANG=1036 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=1036 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1036 "FileDescription" "Installation de Créances"
VIAddVersionKey /LANG=1036 "CompanyName" "creances-desktop contributors"
VIAddVersionKey /LANG=1036 "LegalCopyright" "creances-desktop contributors, GPL-3.0-or-later"

!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"' = 0
!endif

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${BANNER}"
!define MUI_WELCOMEFINISHPAGE_BITMAP_STRETCH AspectFitHeight
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TEXT "Créances suit vos factures impayées et prépare vos relances.$\r$\n$\r$\nL’installation ne demande pas de droits d’administrateur et ne touche pas à vos dossiers. Si une version plus ancienne est là, elle est remplacée.$\r$\n$\r$\n$_CLICK"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${WINDOW}"
!define MUI_FINISHPAGE_RUN_TEXT "Ouvrir Créances"
!define MUI_FINISHPAGE_SHOWREADME ""
!define MUI_FINISHPAGE_SHOWREADME_NOTCHECKED
!define MUI_FINISHPAGE_SHOWREADME_TEXT "Mettre un raccourci sur le bureau"
!define MUI_FINISHPAGE_SHOWREADME_FUNCTION DesktopShortcut
!define MUI_UNCONFIRMPAGE_TEXT_TOP "Créances va être retiré de cet ordinateur. Vos dossiers (.creances) et vos préférences restent où ils sont."
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "French"

; A program that runs holds the library of its Python, which then cannot be opened for writing.
!macro RequireClosed un
Function ${un}RequireClosed
  try:
  ${IfNot} ${FileExists} "$INSTDIR\python\${PYTHON_LIBRARY}"
    Return
  ${EndIf}
  ClearErrors
  FileOpen $0 "$INSTDIR\python\${PYTHON_LIBRARY}" a
  ${IfNot} ${Errors}
    FileClose $0
    Return
  ${EndIf}
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "Créances est ouvert : fermez sa fenêtre, puis cliquez sur Réessayer." /SD IDCANCEL IDRETRY try
  SetErrorLevel 3
  Quit
FunctionEnd
!macroend
!insertmacro RequireClosed ""
!insertmacro RequireClosed "un."

Function DesktopShortcut
  CreateShortcut "$DESKTOP\Créances.lnk" "$INSTDIR\${WINDOW}"
FunctionEnd

; Remove what an installation put there, and nothing else: the folder may be one that the user chose.
!macro RemoveProgram
  RMDir /r "$INSTDIR\python"
  RMDir /r "$INSTDIR\lib"
  Delete "$INSTDIR\${WINDOW}"
  Delete "$INSTDIR\${COMMAND}"
  Delete "$INSTDIR\LICENCE.txt"
!macroend

Section
  Call RequireClosed
  ; The new version is unpacked beside the old one, which stays whole if the disk is full or the power fails.
  RMDir /r "$INSTDIR\nouveau"
  SetOutPath "$INSTDIR\nouveau"
  File /r "${STAGE}\*.*"
  SetOutPath "$INSTDIR"
  !insertmacro RemoveProgram
  ClearErrors
  Rename "$INSTDIR\nouveau\python" "$INSTDIR\python"
  Rename "$INSTDIR\nouveau\lib" "$INSTDIR\lib"
  Rename "$INSTDIR\nouveau\${WINDOW}" "$INSTDIR\${WINDOW}"
  Rename "$INSTDIR\nouveau\${COMMAND}" "$INSTDIR\${COMMAND}"
  Rename "$INSTDIR\nouveau\LICENCE.txt" "$INSTDIR\LICENCE.txt"
  ${If} ${Errors}
    MessageBox MB_OK|MB_ICONSTOP "Des fichiers de Créances ne peuvent pas être remplacés : redémarrez l’ordinateur, puis lancez à nouveau cette installation. Vos dossiers ne sont pas touchés." /SD IDOK
    SetErrorLevel 4
    Quit
  ${EndIf}
  RMDir "$INSTDIR\nouveau"
  DetailPrint "Préparation du premier démarrage…"
  nsExec::Exec '"$INSTDIR\python\python.exe" -m compileall -q "$INSTDIR\lib"'
  Pop $0
  nsExec::Exec '"$INSTDIR\python\python.exe" "$INSTDIR\python\user_path.py" add "$INSTDIR"'
  Pop $0

  CreateShortcut "$SMPROGRAMS\Créances.lnk" "$INSTDIR\${WINDOW}"
  WriteUninstaller "$INSTDIR\desinstaller.exe"
  WriteRegStr HKCU "${KEY}" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Créances"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "creances-desktop contributors"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${WINDOW}"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\desinstaller.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\desinstaller.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  WriteRegStr HKCU "${CLASSES}\.creances" "" "${KIND}"
  WriteRegStr HKCU "${CLASSES}\${KIND}" "" "Dossier de créances"
  WriteRegStr HKCU "${CLASSES}\${KIND}\DefaultIcon" "" "$INSTDIR\${WINDOW},0"
  WriteRegStr HKCU "${CLASSES}\${KIND}\shell\open\command" "" '"$INSTDIR\${WINDOW}" "%1"'
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section Uninstall
  Call un.RequireClosed
  nsExec::Exec '"$INSTDIR\python\python.exe" "$INSTDIR\python\user_path.py" remove "$INSTDIR"'
  Pop $0
  SetOutPath "$TEMP"
  !insertmacro RemoveProgram
  RMDir /r "$INSTDIR\nouveau"
  Delete "$INSTDIR\desinstaller.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Créances.lnk"
  Delete "$DESKTOP\Créances.lnk"
  ReadRegStr $0 HKCU "${CLASSES}\.creances" ""
  ${If} $0 == "${KIND}"
    DeleteRegKey HKCU "${CLASSES}\.creances"
  ${EndIf}
  DeleteRegKey HKCU "${CLASSES}\${KIND}"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "${KEY}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

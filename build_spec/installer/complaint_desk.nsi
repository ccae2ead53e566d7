; The Windows installer: makensis -INPUTCHARSET UTF8 -DVERSION=1.2.3 -DDIST=folder -DPARTS=parts.nsh -DICON=desk.ico -DOUT=ComplaintDesk-setup.exe
; Called by build_spec/installer.py, which makes PARTS. Options and exit codes: build_spec/README.md.
Unicode true
Target amd64-unicode
; No question of Windows for administrator rights: a clerk has none, and IT rolls out with them anyway.
RequestExecutionLevel user
SetCompressor /SOLID lzma
SetCompressorDictSize 64
; A file that cannot be written ends the installation (and brings the old program back), also in a silent one.
AllowSkipFiles off
ManifestDPIAware true

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include WordFunc.nsh

!define NAME ComplaintDesk
!define WINDOW "${NAME}.exe"
!define COMMAND complaint-desk.exe
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
; Held by every process of the program, see runtime/presence.py.
!define PRESENCE "Global\${NAME}"
!define OLD "$INSTDIR\old-version"

!define DONE 0
!define NEWER_INSTALLED 3
!define RUNNING 4
!define WINDOWS_TOO_OLD 5
!define NO_RIGHTS 6
!define WRONG_OPTION 7
!define FOREIGN_FOLDER 8
!define FOR_ALL_INSTALLED 9

Name "$(ProductName)"
OutFile "${OUT}"
BrandingText "$(ProductName) ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "Complaint Desk"
VIAddVersionKey FileDescription "Complaint Desk setup"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey LegalCopyright "The Complaint Desk founders, MIT licence"
!ifdef SIGN
  !uninstfinalize '${SIGN}'
!endif

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP side.bmp
!define MUI_ABORTWARNING
!define MUI_COMPONENTSPAGE_NODESC
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\${WINDOW}"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES
; The first is used where Windows speaks neither.
!insertmacro MUI_LANGUAGE SimpChinese
!insertmacro MUI_LANGUAGE English
!include sentences.nsh
!include "${PARTS}"

Var Option
Var AllUsers
Var MayClose
Var Elsewhere

; A sentence in the report file and, where somebody looks, in a box; then the end with that exit code.
!macro Refuse CODE SENTENCE
  FileOpen $R0 "$TEMP\${NAME}-setup.txt" w
  FileWriteUTF16LE /BOM $R0 "${SENTENCE}$\r$\n"
  FileClose $R0
  MessageBox MB_OK|MB_ICONSTOP "${SENTENCE}" /SD IDOK
  SetErrorLevel ${CODE}
  Quit
!macroend
!define Refuse "!insertmacro Refuse"

!macro ProgramIsThere RESULT
  ; 0x00100000 is SYNCHRONIZE; error 5 means that it is there, of somebody else.
  System::Call 'kernel32::OpenMutexW(i 0x00100000, i 0, w "${PRESENCE}") p .r0 ?e'
  Pop $1
  ${If} $0 P<> 0
    System::Call 'kernel32::CloseHandle(p r0)'
    StrCpy ${RESULT} 1
  ${ElseIf} $1 = 5
    StrCpy ${RESULT} 1
  ${Else}
    StrCpy ${RESULT} 0
  ${EndIf}
!macroend

!macro CloseWindows TITLE
  StrCpy $2 0
  ${Do}
    FindWindow $2 "" "${TITLE}" "" $2
    ${If} $2 = 0
      ${ExitDo}
    ${EndIf}
    System::Call 'user32::GetClassNameW(p r2, w .r3, i 64)'
    StrCpy $3 $3 2
    ; A folder of that name in the Explorer is none.
    ${If} $3 == "Qt"
      System::Call 'user32::PostMessageW(p r2, i ${WM_CLOSE}, p 0, p 0)'
    ${EndIf}
  ${Loop}
!macroend

!macro Functions un
  ; Asks every window of the program to close, which keeps drafts, and gives it half a minute.
  Function ${un}AskToClose
    !insertmacro CloseWindows "${CHINESE_WINDOW}"
    !insertmacro CloseWindows "${ENGLISH_WINDOW}"
    ${For} $4 1 60
      !insertmacro ProgramIsThere $5
      ${If} $5 = 0
        ${ExitFor}
      ${EndIf}
      Sleep 500
    ${Next}
  FunctionEnd

  Function ${un}NotWhileRunning
    ${Do}
      !insertmacro ProgramIsThere $5
      ${If} $5 = 0
        Return
      ${EndIf}
      ${If} $MayClose = 1
        StrCpy $MayClose 0
      ${Else}
        MessageBox MB_OKCANCEL|MB_ICONEXCLAMATION "$(ProgramRuns)" /SD IDCANCEL IDOK ask
        ${Refuse} ${RUNNING} "$(StillRuns)"
        ask:
      ${EndIf}
      Call ${un}AskToClose
    ${Loop}
  FunctionEnd

  Function ${un}ForAll
    StrCpy $AllUsers 1
    SetShellVarContext all
  FunctionEnd
!macroend
!insertmacro Functions ""
!insertmacro Functions "un."

Function RightPeople
  ${If} $AllUsers = 1
    UserInfo::GetAccountType
    Pop $0
    ${If} $0 != "Admin"
      ${Refuse} ${NO_RIGHTS} "$(NoRights)"
    ${EndIf}
  ${Else}
    ; Two copies on one PC would take turns at one ledger, and one of them would grow old.
    ReadRegStr $0 HKLM "${UNINSTALL}" InstallLocation
    ${If} $0 != ""
    ${AndIf} ${FileExists} "$0\${WINDOW}"
      ${Refuse} ${FOR_ALL_INSTALLED} "$(ForAllInstalled)"
    ${EndIf}
  ${EndIf}
FunctionEnd

Function NotOlder
  ReadRegStr $0 SHCTX "${UNINSTALL}" DisplayVersion
  ${If} $0 != ""
    ${VersionCompare} "$0" "${VERSION}" $1
    ${If} $1 = 1
      StrCpy $Option $0
      ${Refuse} ${NEWER_INSTALLED} "$(NewerInstalled)"
    ${EndIf}
  ${EndIf}
FunctionEnd

Function OwnFolder
  ${If} ${FileExists} "$INSTDIR\_internal\*.*"
  ${AndIfNot} ${FileExists} "$INSTDIR\${WINDOW}"
    ${Refuse} ${FOREIGN_FOLDER} "$(ForeignFolder)"
  ${EndIf}
FunctionEnd

!macro MoveAside PART
  ${If} ${FileExists} "$INSTDIR\${PART}"
    Rename "$INSTDIR\${PART}" "${OLD}\${PART}"
  ${EndIf}
!macroend

!macro MoveBack PART
  ${If} ${FileExists} "${OLD}\${PART}"
    RMDir /r "$INSTDIR\${PART}"
    Delete "$INSTDIR\${PART}"
    Rename "${OLD}\${PART}" "$INSTDIR\${PART}"
  ${EndIf}
!macroend

; What stood there goes aside first, so that a failure in the middle brings it back whole.
Function PutOldAside
  RMDir /r "${OLD}"
  CreateDirectory "${OLD}"
  ClearErrors
  !insertmacro EachPart MoveAside
  ${If} ${Errors}
    Call BringOldBack
    ${Refuse} ${RUNNING} "$(StillRuns)"
  ${EndIf}
FunctionEnd

Function BringOldBack
  SetOutPath "$TEMP"
  !insertmacro EachPart MoveBack
  RMDir "${OLD}"
FunctionEnd

Function .onInstFailed
  Call BringOldBack
  RMDir "$INSTDIR"
FunctionEnd

Section "!$(ProductName)"
  SectionIn RO
  Call OwnFolder
  Call NotWhileRunning
  Call PutOldAside
  SetOutPath "$INSTDIR"
  File /r "${DIST}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  RMDir /r "${OLD}"
  ${If} $Elsewhere != ""
  ${AndIf} $Elsewhere != $INSTDIR
  ${AndIf} ${FileExists} "$Elsewhere\uninstall.exe"
    ExecWait '"$Elsewhere\uninstall.exe" /S _?=$Elsewhere'
    Delete "$Elsewhere\uninstall.exe"
    RMDir "$Elsewhere"
  ${EndIf}
  CreateShortcut "$SMPROGRAMS\$(ProductName).lnk" "$INSTDIR\${WINDOW}"
  Call ShowAmongPrograms
SectionEnd

Section /o "$(DesktopIconText)" DesktopIcon
  CreateShortcut "$DESKTOP\$(ProductName).lnk" "$INSTDIR\${WINDOW}"
SectionEnd

Function ReadOptions
  ${GetParameters} $R1
  StrCpy $R2 0
  ${Do}
    IntOp $R2 $R2 + 1
    ClearErrors
    ${WordFind} "$R1" " " "E+$R2" $Option
    ${If} ${Errors}
      ${If} $R2 > 1
        ${ExitDo}
      ${EndIf}
      StrCpy $Option $R1
    ${EndIf}
    ${Select} $Option
      ${Case} ""
        ${ExitDo}
      ${Case} "/S"
        SetSilent silent
      ${Case} "/ALLUSERS"
        Call ForAll
      ${Case} "/CLOSE"
        StrCpy $MayClose 1
      ${Case} "/DESKTOPICON"
        !insertmacro SelectSection ${DesktopIcon}
      ${Case} "/NCRC"
      ${CaseElse}
        ${Refuse} ${WRONG_OPTION} "$(WrongOption)"
    ${EndSelect}
  ${Loop}
FunctionEnd

Function .onInit
  SetRegView 64
  StrCpy $AllUsers 0
  StrCpy $MayClose 0
  SetShellVarContext current
  Call ReadOptions
  ${IfNot} ${AtLeastBuild} 17763
    ${Refuse} ${WINDOWS_TOO_OLD} "$(WindowsTooOld)"
  ${EndIf}
  Call RightPeople
  ReadRegStr $Elsewhere SHCTX "${UNINSTALL}" InstallLocation
  ${If} $INSTDIR == ""
    StrCpy $INSTDIR $Elsewhere
  ${EndIf}
  ${If} $INSTDIR == ""
    ${If} $AllUsers = 1
      StrCpy $INSTDIR "$PROGRAMFILES64\${NAME}"
    ${Else}
      StrCpy $INSTDIR "$LOCALAPPDATA\Programs\${NAME}"
    ${EndIf}
  ${EndIf}
  Call NotOlder
FunctionEnd

Function ShowAmongPrograms
  WriteRegStr SHCTX "${UNINSTALL}" DisplayName "$(ProductName)"
  WriteRegStr SHCTX "${UNINSTALL}" DisplayVersion "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL}" DisplayIcon "$INSTDIR\${WINDOW}"
  WriteRegStr SHCTX "${UNINSTALL}" Publisher "Complaint Desk"
  WriteRegStr SHCTX "${UNINSTALL}" InstallLocation "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL}" UninstallString '"$INSTDIR\uninstall.exe"'
  WriteRegStr SHCTX "${UNINSTALL}" QuietUninstallString '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD SHCTX "${UNINSTALL}" NoModify 1
  WriteRegDWORD SHCTX "${UNINSTALL}" NoRepair 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD SHCTX "${UNINSTALL}" EstimatedSize $0
FunctionEnd

!macro RemovePart PART
  ${If} ${FileExists} "$INSTDIR\${PART}\*.*"
    RMDir /r "$INSTDIR\${PART}"
  ${Else}
    Delete "$INSTDIR\${PART}"
  ${EndIf}
!macroend

; The language may have been another one when the program was installed.
!macro RemoveShortcuts LANGUAGE
  Delete "$SMPROGRAMS\${ProductName_${LANGUAGE}}.lnk"
  Delete "$DESKTOP\${ProductName_${LANGUAGE}}.lnk"
!macroend

Section "un.$(ProductName)"
  SectionIn RO
  Call un.NotWhileRunning
  ; A folder that is somebody's working folder cannot be removed.
  SetOutPath "$TEMP"
  !insertmacro EachPart RemovePart
  RMDir /r "${OLD}"
  Delete "$INSTDIR\uninstall.exe"
  ; Ours alone: what else lies there, a policy or a `portable` marker, is not the installer's.
  RMDir "$INSTDIR"
  !insertmacro RemoveShortcuts ${LANG_SIMPCHINESE}
  !insertmacro RemoveShortcuts ${LANG_ENGLISH}
  DeleteRegKey SHCTX "${UNINSTALL}"
SectionEnd

Section /o "un.$(DataText)" Data
  MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "$(DataGoes)" /SD IDYES IDYES go
  Goto kept
  go:
  SetShellVarContext current
  RMDir /r "$LOCALAPPDATA\${NAME}"
  kept:
SectionEnd

Function un.onInit
  SetRegView 64
  StrCpy $AllUsers 0
  StrCpy $MayClose 0
  SetShellVarContext current
  ReadRegStr $0 HKLM "${UNINSTALL}" InstallLocation
  ${If} $0 == $INSTDIR
    Call un.ForAll
    UserInfo::GetAccountType
    Pop $0
    ${If} $0 != "Admin"
      ${Refuse} ${NO_RIGHTS} "$(NoRights)"
    ${EndIf}
  ${EndIf}
  ${GetParameters} $R1
  ClearErrors
  ${GetOptions} $R1 "/CLOSE" $R2
  ${IfNot} ${Errors}
    StrCpy $MayClose 1
  ${EndIf}
  ClearErrors
  ${GetOptions} $R1 "/DELETEDATA" $R2
  ${IfNot} ${Errors}
    !insertmacro SelectSection ${Data}
  ${EndIf}
FunctionEnd

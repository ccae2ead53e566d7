; What the installer says, in both languages.
!macro Say NAME CHINESE ENGLISH
  LangString ${NAME} ${LANG_SIMPCHINESE} "${CHINESE}"
  LangString ${NAME} ${LANG_ENGLISH} "${ENGLISH}"
!macroend
!define Say "!insertmacro Say"

!define CHINESE_NAME "投诉台账"
!define ENGLISH_NAME "Complaint Desk"
; The titles of the program's window (ui/main_window.py).
!define CHINESE_WINDOW "投诉台账"
!define ENGLISH_WINDOW "Complaint ledger"
!define ProductName_${LANG_SIMPCHINESE} "${CHINESE_NAME}"
!define ProductName_${LANG_ENGLISH} "${ENGLISH_NAME}"

${Say} ProductName "${CHINESE_NAME}" "${ENGLISH_NAME}"
${Say} DesktopIconText "桌面快捷方式" "Desktop icon"
${Say} DataText "删除当前用户的数据（投诉、附件、设置、备份）" "Delete this user's data (complaints, files, settings, backups)"
${Say} DataGoes \
  "台账、附件、设置和本机备份都将被删除，无法恢复：$\r$\n$LOCALAPPDATA\ComplaintDesk$\r$\n$\r$\n确定要删除吗？" \
  "Ledger, files, settings and the backups on this PC will be deleted for good:$\r$\n$LOCALAPPDATA\ComplaintDesk$\r$\n$\r$\nDelete them?"
${Say} ProgramRuns \
  "投诉台账正在运行。按“确定”请它关闭，正在输入的内容会保存为草稿。" \
  "Complaint Desk is running. OK asks it to close; what is being typed is kept as a draft."
${Say} StillRuns \
  "投诉台账仍在运行，未作任何改动。请关闭后再试。" \
  "Complaint Desk is still running. Nothing was changed. Close it and try again."
${Say} WindowsTooOld \
  "需要 64 位 Windows 10 1809 或更高版本。" \
  "Windows 10 1809 or newer, 64-bit, is needed."
${Say} NoRights \
  "为所有用户安装或卸载需要管理员权限。请以管理员身份运行，或去掉 /ALLUSERS 只为当前用户安装。" \
  "For all users, administrator rights are needed. Run this as administrator, or leave out /ALLUSERS to install for this user."
${Say} WrongOption \
  "无法识别的选项：$Option。可用选项：/S /ALLUSERS /CLOSE /DESKTOPICON，最后可加 /D=文件夹。" \
  "Unknown option: $Option. There are /S /ALLUSERS /CLOSE /DESKTOPICON and, last, /D=FOLDER."
${Say} NewerInstalled \
  "已安装较新的版本 $Option，本安装包是 ${VERSION}。台账可能已升级，旧版程序无法打开，因此不能降级。" \
  "Version $Option is installed, newer than ${VERSION}. An older program may not open its ledger, so nothing was changed."
${Say} ForeignFolder \
  "该文件夹属于另一个程序，请另选文件夹：$\r$\n$INSTDIR" \
  "That folder belongs to another program, choose another one:$\r$\n$INSTDIR"
${Say} ForAllInstalled \
  "本机已为所有用户安装。请由管理员以 /ALLUSERS 升级。" \
  "It is installed for all users of this PC. An administrator upgrades it with /ALLUSERS."

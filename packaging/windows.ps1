# Bundle for Windows: packaging\windows.ps1 (PowerShell 5.1 or newer, Python 3.11 or newer). Unsigned; not tried yet.
$ErrorActionPreference = "Stop"
if ($env:OS -ne "Windows_NT") {
    [Console]::Error.WriteLine("no bundle for Windows: it is made on Windows only (PyInstaller does not cross-compile)")
    exit 1
}
$launcher = Get-Command py, python -ErrorAction SilentlyContinue | Select-Object -First 1
if (-not $launcher) {
    [Console]::Error.WriteLine("no bundle for Windows: Python 3.11 or newer is not on PATH")
    exit 1
}
& $launcher.Source "$PSScriptRoot\make_package.py" wheel bundle
exit $LASTEXITCODE

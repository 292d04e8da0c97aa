#!/usr/bin/env bash
# Builds the packages into a folder of their own, so that notebooks' '#r "nuget: Tandem"' finds them in any program; installs the command and its Jupyter
# kernel; and converts the notebooks, so that they open in Jupyter, too. Packages have a version of their own each time: NuGet never looks again at one that it knows.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
feed="$HOME/.local/share/tandem/packages"

dotnet pack -c Release --output "$feed" -p:PackageVersion="0.1.$(date +%s)"
dotnet nuget list source | grep -qF "$feed" || dotnet nuget add source "$feed" --name tandem
dotnet tool update --global Tandem.Cli --source "$feed"

tandem="$HOME/.dotnet/tools/tandem"
"$tandem" kernel install
find notebooks -name '*.dib' | while read -r notebook; do
  twin="${notebook%.dib}.ipynb"
  test -e "$twin" || "$tandem" convert "$notebook" "$twin"
done

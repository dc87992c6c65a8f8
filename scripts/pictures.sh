#!/usr/bin/env bash
# Copies the pictures of the user guide from what the browser tests saw (make pictures runs them and leaves them in web/screenshots).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mkdir -p docs/images/guide
picture() { # picture NAME SCREENSHOT
	[[ -f "web/screenshots/$2" ]] || { echo "web/screenshots/$2 is not there; run: make pictures" >&2; exit 1; }
	cp "web/screenshots/$2" "docs/images/guide/$1.png"
}

picture work work-desk-light.png
picture review review-desk-light.png
picture plan plan-desk-light.png
picture carry carry-desk-light.png
picture attention attention-desk-light.png
picture wall wall-desk-light.png
picture board board-desk-light.png
picture list projects-desk-light.png
picture setup setup-desk-light.png
picture units units-1440-light.png
picture posts posts-1440-light.png

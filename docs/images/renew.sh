#!/bin/sh
# Renews the pictures of docs/report-html.md from a passing and a broken run of the demo. Needs what the demo needs, and
# Chromium.
set -eu

home=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
runs=$(mktemp -d)
trap 'rm -rf "$runs"' EXIT

"$home/netproof" demo --out "$runs/passing"
"$home/netproof" demo --broken --out "$runs/broken" || [ $? = 1 ] # it has violations, and says so

mvn -q -B -f "$home/pom.xml" -pl evidence,reports test -Dtest=ReportScreenshots -Dsurefire.failIfNoSpecifiedTests=false \
  -Dnetproof.screenshots.runs="$runs" -Dnetproof.screenshots.images="$home/docs/images"

#!/bin/sh
# Captures the records under src/test/resources/captured anew, with the tools of this machine: every condition of
# wire.sh, by Debian's tools and by BusyBox's. Run it where curl, OpenBSD nc, BIND's nslookup and busybox are installed,
# then read the difference: a test classifies each file by the expectation in it.
set -eu
runner=$(cd "$(dirname "$0")/../../.." && pwd)
captured=$runner/src/test/resources/captured
rm -rf "$captured"
mvn -q -B -f "$runner/.." -pl evidence,runner test -Dtest=WireTests -Dsurefire.failIfNoSpecifiedTests=false \
	"-DargLine=-Dnetproof.capture=$captured" "$@"

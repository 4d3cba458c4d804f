#!/bin/sh
# Whether the probe driver works with the tools of this machine, and with those of the image if there is a Docker engine
# to build it. Says visibly what it could not try. Ends with 1 when a tool is missing or not recognised.
set -eu

folder=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
driver=$folder/../runner/src/main/resources/dev/netproof/probe/driver/driver.sh
image=netproof-probe:test

# The driver, for one probe of each kind to where nothing listens. As in an exec, its arguments stand in "$@".
probes() { # prints what to eval before the driver
  cat <<'EOF'
set -- NONCE 5 18 0 \
  tcp 0 1 127.0.0.1 9 \
  udp 1 1 127.0.0.1 9 '\156\160\012' \
  dns 2 1 127.0.0.1 9 UDP example.org. \
  'url = "http://127.0.0.1:9/"
max-time = 1
output = "/dev/null"
write-out = "NONCE j 3 %{exitcode}\n"
'
EOF
}

judge() { # the driver's output in $1, the place in $2
  bad=''
  for expected in 't 0 nc (openbsd)' 't 1 nc (openbsd)' 't 2 nslookup (BIND)' 'r 0 1 ' 'r 1 ' 'r 2 1 ' 'j 3 7' 'z 0 '; do
    printf '%s\n' "$1" | grep -qF "NONCE $expected" || bad="$bad '$expected'"
  done
  if printf '%s\n' "$1" | grep -q '^NONCE s '; then bad="$bad (a tool was not run)"; fi
  if [ -n "$bad" ]; then
    printf '%s\n' "$1"
    echo "FAILED in $2: the driver's output lacks$bad"
    exit 1
  fi
  echo "ok: the driver works with the tools of $2"
}

script=$(probes; cat "$driver")

judge "$(printf '%s\n' "$script" | sh -s)" 'this machine'
if [ "${1:-}" = --here ]; then exit; fi

if ! docker info >/dev/null 2>&1; then
  echo 'SKIPPED: no Docker engine here, so the image was not built'
  exit
fi
docker build -q -t "$image" "$folder" >/dev/null
judge "$(printf '%s\n' "$script" |
  docker run --rm -i --read-only --cap-drop ALL --security-opt no-new-privileges --network none "$image" sh -s)" 'the image'

user=$(docker run --rm --network none "$image" id -u)
[ "$user" = 65532 ] || { echo "FAILED: the image runs as user $user"; exit 1; }
echo 'ok: the image runs as user 65532'

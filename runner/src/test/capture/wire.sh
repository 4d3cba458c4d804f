#!/bin/sh
# Runs a command in a network of its own where every condition of a wire can be met, on 127.0.0.1 and a few addresses
# without a way. Needs unshare, ip, nft and perl; root, or user namespaces.
#
#   TCP and UDP  9001 dropped   9002 rejected (TCP reset)   9003 administratively prohibited   9004 host unreachable
#   TCP          9 no listener  8080 HTTP (the path is the status)  8081 silent  8082 closes at once  8083 resets
#                8084 HTTP/0.9: text without a head
#                8443 TLS  8444 TLS that wants a certificate of the client, and answers with an alert (where openssl is)
#                3128 proxy: CONNECT to port 8080..8083 is tunnelled to what answers there, to port N in 400..599 answered
#                with N; 3129 silent
#   UDP          9 no listener  5301 answers  5302 answers NUL bytes  5303 answers with an empty datagram
#   DNS          5353 UDP and TCP, 5354 UDP alone: the first label of a name is the answer (ok, empty, nxdomain, servfail,
#                refused; wrongid, question, garbage, nothing, truncated)
#   198.51.100.1 no route, .2 prohibit, .3 unreachable, .4 blackhole
set -eu
here=$(cd "$(dirname "$0")" && pwd)
if [ "${1-}" != --inside ]; then
	exec unshare -Urnpf --kill-child --mount-proc "$0" --inside "$@"
fi
shift
ip link set lo up
ip route add 203.0.113.0/24 dev lo
ip route add prohibit 198.51.100.2
ip route add unreachable 198.51.100.3
ip route add blackhole 198.51.100.4
nft -f - <<'RULES'
table inet wire {
  chain in {
    type filter hook input priority 0;
    meta l4proto { tcp, udp } th dport 9001 drop
    meta l4proto tcp tcp dport 9002 reject with tcp reset
    meta l4proto udp udp dport 9002 reject with icmp type port-unreachable
    meta l4proto { tcp, udp } th dport 9003 reject with icmp type admin-prohibited
    meta l4proto { tcp, udp } th dport 9004 reject with icmp type host-unreachable
  }
}
RULES
# The servers say when they listen.
perl "$here/servers.pl" </dev/null 2>/dev/null | { read -r _; }  &
ready=$!
if command -v openssl >/dev/null; then
	keys=$(mktemp -d)
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=wire -days 2 \
		-keyout "$keys/key" -out "$keys/cert" 2>/dev/null
	openssl s_server -www -accept 8443 -key "$keys/key" -cert "$keys/cert" </dev/null >/dev/null 2>&1 &
	openssl s_server -www -accept 8444 -key "$keys/key" -cert "$keys/cert" -Verify 1 -verify_return_error -tls1_2 \
		</dev/null >/dev/null 2>&1 &
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		[ "$(ss -ltn 2>/dev/null | grep -c ':844[34] ')" = 2 ] && break
		sleep 0.1
	done
	rm -r "$keys"
fi
wait "$ready"
exec "$@"

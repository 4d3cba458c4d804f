# Runs all probes of one exec at the same time and prints, line by line, what each tool said.
#
# POSIX sh, evaluated by the bootstrap of DriverJob, which leaves the job in "$@":
#   NONCE  SECONDS  WORDS  PULSE  {tcp INDEX SECONDS ADDRESS PORT | udp INDEX SECONDS ADDRESS PORT OCTAL
#                           | dns INDEX SECONDS ADDRESS PORT TCP|UDP NAME | wait}...  CONFIG...
# OCTAL is what to send, each byte as printf's \ooo. SECONDS is the limit of curl, WORDS the number of arguments before the
# first CONFIG. PULSE is for how many seconds, before anything is tried, a connection from outside is waited for, so that the
# next one, a second later, comes between the first packet of what is tried and the second; 0 waits for none.
# Values are only ever positional arguments or curl's own config syntax, never evaluated.
#
# Every line printed is "NONCE LETTER INDEX REST". Nobody but this exec knows the nonce, and text that came over the
# network is cut into lines that each get their own prefix: no target can write a record. Lines stay below 512 bytes,
# so that one write carries one line and the processes that share our output cannot tear each other's.
#   h 0 UPTIME            the first line                 t I TOOL           tool and flavour
#   a I ARGV              separated by \037              o I TEXT, e I TEXT a line of output; x I HEX instead of o
#   r I CODE START END LINES                             the record is complete: LINES came before this one
#   s I REASON            not run                        j I FIELDS         a transfer of curl
#   c 0 UPTIME            curl starts                    v 0 TEXT           what curl says of addresses
#   d 0 UPTIME            curl has ended                 y 0 LINES          so many v came before
#   p 0 COUNT SINCE UPTIME  TCP connections that the pod has accepted so far, at the start and whenever they have become
#                         more since SINCE
#   u 0 COUNT             datagrams that have come to the pod so far, at the start and at the end
#   z 0 UPTIME            all is said
# Times are seconds of /proc/uptime: BusyBox has no finer clock that costs no process.

nonce=$1
curl_seconds=$2
words=$3
patience=$4
shift 4
newline='
'
unit=$(printf '\037')
default_ifs=" 	$newline"
IFS=$default_ifs
unset http_proxy https_proxy all_proxy no_proxy HTTPS_PROXY ALL_PROXY NO_PROXY
running=
trap 'kill $running 2>/dev/null; exit 143' HUP INT TERM

clock() {
	{ read -r now _ </proc/uptime; } 2>/dev/null || now=0
}

# How many connections the pod's network has accepted, a connection when its handshake is done, and how many datagrams
# came to it, whoever read them. Linux counts both by network namespace: TCP of both families in one file, where the names
# stand in one line and the counts in the next, UDP over IPv6 in another. A kernel without IPv6 has no such file.
count() {
	accepted= received=0 names=
	{
		while read -r label rest; do
			case $label in
			Tcp: | Udp:) ;;
			*) continue ;;
			esac
			[ "$names" ] || {
				names=$rest
				continue
			}
			set -- $rest
			for name in $names; do
				case $label$name in
				Tcp:PassiveOpens) accepted=$1 ;;
				Udp:InDatagrams | Udp:NoPorts | Udp:InErrors) received="$received $1" ;;
				esac
				[ $# -eq 0 ] || shift
			done
			names=
		done </proc/net/snmp
		[ "$received" != 0 ] && [ "$asks_names" ] && while read -r name rest; do
			case $name in
			Udp6InDatagrams | Udp6NoPorts | Udp6InErrors) received="$received $rest" ;;
			esac
		done </proc/net/snmp6
	} 2>/dev/null
	case $accepted in *[!0-9]*) accepted= ;; esac
	case $received in *[!0-9\ \	]* | 0) received= && return ;; esac
	set -- $received
	received=0
	for each; do
		received=$((received + each))
	done
}

# Says how many connections the pod has accepted, if they are more than at the look before.
look() {
	clock
	begun=$now
	count
	clock
	case $accepted in
	'' | "$known") ;;
	*) say p 0 "$accepted $since $now" ;;
	esac
	known=${accepted:-$known} since=$begun
}

said=0
say() { # LETTER INDEX REST
	said=$((said + 1))
	printf '%s %s %s %.400s\n' "$nonce" "$1" "$2" "$3"
}

# Every line of a text, at most $4 of them.
say_lines() { # LETTER INDEX TEXT LIMIT
	left=$4
	IFS=$newline
	for line in $3; do
		[ "$left" -gt 0 ] || break
		left=$((left - 1))
		say "$1" "$2" "$line"
	done
	IFS=$default_ifs
}

say_argv() { # INDEX ARGV...
	index=$1
	shift
	IFS=$unit
	say a "$index" "$*"
	IFS=$default_ifs
}

has() {
	command -v "$1" >/dev/null 2>&1
}

# Before BusyBox 1.30, timeout wanted -t: the tools then have nothing but their own limits.
bound=
timeout 5 true >/dev/null 2>&1 && bound=timeout

find_nc() {
	nc=missing
	has nc || return 0
	case $($bound ${bound:+5} nc -h 2>&1 </dev/null) in
	*OpenBSD*'-W recvlimit'*) nc=openbsd nc_once='-W 1' ;;
	*OpenBSD*) nc=openbsd nc_once= ;;
	*Ncat*) nc=ncat nc_once= ;;
	*'[v1.'*) nc=traditional nc_once= ;;
	*BusyBox*Zero-I/O*) nc=BusyBox nc_once= ;;
	*BusyBox*'-e PROG'*) nc=BusyBox-without-z ;;
	*) nc=unknown ;;
	esac
}

find_nslookup() {
	nslookup=missing
	has nslookup || return 0
	case $($bound ${bound:+5} nslookup -version 2>&1 </dev/null) in
	*BusyBox*) nslookup=BusyBox ;;
	nslookup\ [0-9]*) nslookup=BIND ;;
	*) nslookup=unknown ;;
	esac
}

cannot() { # INDEX TOOL WHAT
	say t "$1" "$2"
	say s "$1" "$3 Use an image with curl, nc and nslookup."
}

# Runs a tool and says its record. Its two outputs are one text, said as $3: o or e.
record() { # INDEX SECONDS LETTER TOOL ARGV...
	index=$1 limit=$2 letter=$3 tool=$4 said=0
	shift 4
	clock
	start=$now
	text=$(exec $bound ${bound:+"$limit"} "$@" 2>&1 </dev/null)
	code=$?
	clock
	say t "$index" "$tool"
	say_argv "$index" "$@"
	say_lines "$letter" "$index" "$text" 40
	say r "$index" "$code $start $now $said"
}

handshake() { # INDEX SECONDS ADDRESS PORT
	case $nc in
	missing) cannot "$1" nc 'nc: not found in the probe image.' ;;
	unknown) cannot "$1" nc 'nc: the one of this image is of a kind unknown to Netproof.' ;;
	# No -z, and nothing printed on success: the exit code of a program that runs once connected is the proof.
	BusyBox-without-z) record "$1" $(($2 + 2)) e 'nc (BusyBox)' nc -w "$2" "$3" "$4" -e sh -c 'exit 42' ;;
	*) record "$1" $(($2 + 2)) e "nc ($nc)" nc -n -z -v -w "$2" "$3" "$4" ;;
	esac
}

# Hundredths of a second from $start to $now. Cut of its zeros, a number is not octal to the shell.
between() {
	from=${start%.*}${start#*.} to=${now%.*}${now#*.}
	while [ "${from#0}" != "$from" ]; do from=${from#0}; done
	while [ "${to#0}" != "$to" ]; do to=${to#0}; done
	took=$((${to:-0} - ${from:-0}))
}

# The answer goes through od: a shell variable loses NUL bytes and final newlines, and an answer may be just that.
# An empty datagram ends nc before its time, and so does an ICMP error, both without a word. What BIND's nslookup says of
# the same port tells them apart: it names errors and remarks whatever comes.
datagram() { # INDEX SECONDS ADDRESS PORT OCTAL
	case $nc in
	missing) cannot "$1" nc 'nc: not found in the probe image.' && return ;;
	unknown) cannot "$1" nc 'nc: the one of this image is of a kind unknown to Netproof.' && return ;;
	BusyBox-without-z) cannot "$1" 'nc (BusyBox)' 'nc: the BusyBox of this image cannot send UDP.' && return ;;
	esac
	case $od in
	*61*) ;;
	*) cannot "$1" "nc ($nc)" 'od: not found in the probe image, and needed to read what a UDP target answers.' && return ;;
	esac
	index=$1 limit=$2 said=0 address=$3 port=$4 payload=$5
	# Where timeout ends a silent nc, one that ends by itself, with code 0, has met something.
	patience=$2
	[ -z "$bound" ] || patience=$(($2 + 2))
	set -- nc -n -u $nc_once -w "$patience" "$address" "$port"
	clock
	start=$now
	# Errors and the exit code bypass od through descriptor 3.
	text=$({
		{
			printf "$payload" | $bound ${bound:+"$limit"} "$@" 2>&3
			printf '=%s\n' "$?" >&3
		} | od -An -v -tx1 -N256
	} 3>&1)
	clock
	say t "$index" "nc ($nc)"
	say_argv "$index" "$@"
	code= silent=yes
	IFS=$newline
	for line in $text; do
		case $line in
		' '*) say x "$index" "$line" && silent= ;;
		=*) code=${line#=} ;;
		*) say e "$index" "$line" && silent= ;;
		esac
	done
	IFS=$default_ifs
	between
	if [ "$silent$code" = yes0 ] && [ "$took" -lt $((patience * 100 - 10)) ] && [ "$nslookup" = BIND ]; then
		ended=$now
		set -- nslookup -type=A "-timeout=$limit" -retry=0 "-port=$port" netproof.invalid. "$address"
		say e "$index" ";; asked again: $*"
		say_lines e "$index" "$(exec $bound ${bound:+"$patience"} "$@" 2>&1 </dev/null)" 40
		now=$ended
	fi
	say r "$index" "$code $start $now $said"
}

query() { # INDEX SECONDS ADDRESS PORT PROTOCOL NAME
	case $nslookup in
	missing) cannot "$1" nslookup 'nslookup: not found in the probe image.' ;;
	unknown) cannot "$1" nslookup 'nslookup: the one of this image is of a kind unknown to Netproof.' ;;
	BIND)
		[ "$5" = TCP ] && tcp=-vc || tcp=
		record "$1" $(($2 + 2)) o 'nslookup (BIND)' \
			nslookup -type=A "-timeout=$2" -retry=0 "-port=$4" $tcp "$6" "$3"
		;;
	BusyBox)
		case $5$3 in
		TCP*) cannot "$1" 'nslookup (BusyBox)' 'nslookup: the BusyBox of this image cannot ask over TCP.' ;;
		*:*) record "$1" "$2" o 'nslookup (BusyBox)' nslookup -type=a "$6" "[$3]:$4" ;;
		*) record "$1" "$2" o 'nslookup (BusyBox)' nslookup -type=a "$6" "$3:$4" ;;
		esac
		;;
	esac
}

# Why an address did not answer is only in curl's verbose text: the error message of a transfer has one text for all.
# So is the proof that TCP connected: curl 7.88 leaves time_connect at 0 when TLS or CONNECT then gets no answer.
notable() {
	if has grep; then grep -E '^curl: |^Warning: |^\* +(connect to|Immediate connect fail|Connected to|Established connection to)'; else cat; fi
}

transfer() { # CONFIG
	exec 3>&1
	clock
	say c 0 "$now"
	verbose=$({
		printf '%s\n' "$1" | $bound ${bound:+"$curl_seconds"} \
			curl -q -s --no-progress-meter --parallel --parallel-immediate --parallel-max 300 -K - 2>&1 >&3 3>&-
	} | notable)
	clock
	say d 0 "$now"
	said=0
	say_lines v 0 "$verbose" 10000
	say y 0 "$said"
}

# All configs at once, a curl for each; their outputs one after the other.
transfers() { # CONFIG...
	config=$1
	shift
	if [ $# -gt 0 ]; then
		transfers "$@" | {
			own=$(transfer "$config")
			cat
			printf '%s\n' "$own"
		}
	else
		transfer "$config"
	fi
}

# Each probe in processes of its own, all at once but for the word wait; stops at the first CONFIG.
by_hand() { # WORD...
	nc= od= nslookup= running=
	trap 'kill $running 2>/dev/null; exit 143' HUP INT TERM
	end=$(($# - words))
	while [ $# -gt "$end" ]; do
		case $1 in
		tcp)
			[ "$nc" ] || find_nc
			handshake "$2" "$3" "$4" "$5" &
			running="$running $!"
			shift 5
			;;
		udp)
			[ "$nc" ] || find_nc
			[ "$od" ] || od=$(printf a | od -An -v -tx1 -N256 2>&1)
			[ "$nslookup" ] || find_nslookup
			datagram "$2" "$3" "$4" "$5" "$6" &
			running="$running $!"
			shift 6
			;;
		dns)
			[ "$nslookup" ] || find_nslookup
			query "$2" "$3" "$4" "$5" "$6" "$7" &
			running="$running $!"
			shift 7
			;;
		wait)
			wait
			running=
			shift
			;;
		*) return 2 ;;
		esac
	done
	wait
}

clock
say h 0 "$now"
asks_names=
case " $* " in *' dns '*) asks_names=yes ;; esac
begun=$now
count
clock
known=$accepted since=$begun looking=
[ -z "$known" ] || say p 0 "$known $begun $now"
[ -z "$received" ] || say u 0 "$received"
if [ "$known" ] && [ "$patience" -gt 0 ]; then
	at_first=$known tick=0.1 pause=0.2 looks=$((patience * 10))
	sleep 0.1 2>/dev/null || tick=1 pause=1 looks=$patience
	look
	while [ "$known" = "$at_first" ] && [ "$looks" -gt 0 ]; do
		sleep "$tick"
		looks=$((looks - 1))
		look
	done
	# Not just after it, since the next one would come when packets are sent again.
	[ "$known" = "$at_first" ] || [ "$tick" = 1 ] || sleep 0.4
	{
		looks=3000
		while [ "$looks" -gt 0 ]; do
			# Without our output: an exec is over when nobody holds it.
			sleep "$pause" >/dev/null 2>&1
			looks=$((looks - 1))
			look
		done
	} &
	looking=$!
	trap 'kill $running $looking 2>/dev/null; exit 143' HUP INT TERM
fi
by_hand "$@" &
running=$!
shift "$words"
answers=
if [ $# -gt 0 ]; then
	if has curl; then
		answers=$(transfers "$@")
	else
		answers="$nonce s curl curl: not found in the probe image. Use an image with curl, nc and nslookup."
	fi
fi
wait "$running"
# Held back until nobody else writes: curl's lines, longer in sum than a pipe is written in one go.
if [ "$looking" ]; then
	kill "$looking" 2>/dev/null
	wait "$looking" 2>/dev/null
fi
[ -z "$answers" ] || printf '%s\n' "$answers"
if [ "$known" ]; then look; else count; fi
[ -z "$received" ] || say u 0 "$received"
clock
say z 0 "$now"

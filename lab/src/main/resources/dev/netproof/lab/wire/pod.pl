# The first process of a pod of the lab: makes the pod's network and files, then stands in for its containers.
#
# Reads lines KEY=VALUE from standard input until it closes:
#     name      what answers call the pod, such as shop/checkout-7
#     hostname  of the pod
#     files     directory for the pod's own files, to be made
#     address   of the pod, with the next two; repeated if it has several, of both families; missing for a pod in the node's network
#     link      name of the pod's link on the node, to be made; missing where the network is there already
#     node      address of the node, repeated for each family; of the first one for a pod with an address
#     resolver  a line of resolv.conf, repeated
#     listen    PROTOCOL ADDRESS PORT BEHAVIOUR, repeated; http, echo, connect-proxy or silent
#     dns       file of host records that a DNS server on port 53 shall serve, read again at SIGHUP
# and prints "READY PID" with its PID on the node as soon as every listener is bound.
# Ends by SIGTERM, or with the exit code that somebody writes to the pipe "signals" among its files.
# One process answers everything, without blocking: a process per request loses datagrams under load.
# Only modules of perl-base.
use strict;
use warnings;
use Errno qw(EAGAIN EINTR EINPROGRESS);
use IO::Handle;
use POSIX ();
use Socket qw(:DEFAULT getaddrinfo pack_sockaddr_in6 AF_INET6 IPPROTO_IPV6 IPV6_V6ONLY PF_INET6 SOL_SOCKET SO_REUSEADDR
    SO_ERROR EAI_AGAIN inet_pton);

$| = 1;
$SIG{PIPE} = 'IGNORE';
my %pod = (address => [], node => [], resolver => [], listen => []);
while (<STDIN>) {
    chomp;
    my ($key, $value) = split /=/, $_, 2;
    if (ref $pod{$key}) { push @{$pod{$key}}, $value } else { $pod{$key} = $value }
}
close STDIN;
open STDIN, '<', '/dev/null';
$0 = "netproof-lab-pod $pod{name}";
my $pid = readlink '/proc/self' or die "/proc/self: $!\n";

sub run {
    system(@_) == 0 or die "'@_' failed\n";
}

sub feed {
    my ($command, @lines) = @_;
    open my $pipe, '|-', @$command or die "$command->[0]: $!\n";
    print $pipe map { "$_\n" } @lines;
    close $pipe or die "'@$command' failed\n";
}

sub writeFile {
    my ($path, $content) = @_;
    open my $file, '>', $path or die "$path: $!\n";
    print $file $content;
    close $file or die "$path: $!\n";
}

# Whether an address is of IPv6.
sub wide { return $_[0] =~ /:/ }

# The one of some addresses that has the other's family.
sub likeIt {
    my ($other, @addresses) = @_;
    return (grep { wide($_) == wide($other) } @addresses)[0];
}

my $ipv6 = grep { wide($_) } @{$pod{address}} ? @{$pod{address}} : @{$pod{node}};

sub network {
    my @own = @{$pod{address}};
    if (-e '/proc/sys/net/ipv6') {
        my $conf = '/proc/sys/net/ipv6/conf/default';
        # Addresses are given, never made up, and nobody else can have them: asking around would take a second.
        writeFile("$conf/disable_ipv6", $ipv6 ? 0 : 1);
        writeFile("$conf/addr_gen_mode", 1) if $ipv6;
        writeFile("$conf/accept_dad", 0) if $ipv6;
    }
    my @gateways = grep { likeIt($_, @own) } '169.254.1.1', 'fe80::1';
    feed(['ip', '-batch', '-'],
            'link set lo up',
            "link add eth0 type veth peer name $pod{link} netns /proc/1/ns/net",
            # Neighbours are asked from a link-local address.
            ($ipv6 ? 'addr add fe80::2/64 dev eth0 nodad' : ()),
            (map { 'addr add ' . single($_) . ' dev eth0' } @own),
            'link set eth0 up',
            (map { wide($_) ? () : "route add $_ dev eth0 scope link" } @gateways),
            (map { "route add default via $_ dev eth0 src " . likeIt($_, @own) } @gateways));
    feed(['nsenter', '--net=/proc/1/ns/net', 'ip', '-batch', '-'],
            "link set $pod{link} up",
            (map { wide($_) ? "addr add $_/64 dev $pod{link} nodad" : "addr add $_/32 dev $pod{link}" } @gateways),
            (map { "route add $_ dev $pod{link} src " . likeIt($_, @{$pod{node}}) } @own));
}

# An address as a range of its own.
sub single {
    my ($address) = @_;
    return wide($address) ? "$address/128 nodad" : "$address/32";
}

sub files {
    mkdir $pod{files};
    writeFile("$pod{files}/resolv.conf", join '', map { "$_\n" } @{$pod{resolver}});
    my @own = @{$pod{address}} ? @{$pod{address}} : @{$pod{node}};
    writeFile("$pod{files}/hosts", join '', map { "$_\n" } '127.0.0.1 localhost',
        $ipv6 ? '::1 localhost' : (), map { "$_ $pod{hostname}" } @own);
    run('mount', '--bind', "$pod{files}/resolv.conf", '/etc/resolv.conf');
    run('mount', '--bind', "$pod{files}/hosts", '/etc/hosts');
    run('hostname', $pod{hostname});
    run('mount', '-t', 'proc', 'proc', '/proc');
}

my %listeners;   # file number -> {socket, behaviour, port}
my %connections; # file number -> {socket, behaviour, port, in, out, last}

sub listenOn {
    my ($protocol, $address, $port, $behaviour) = split / /, $_[0];
    for ($address ne '*' ? $address : $ipv6 ? ('0.0.0.0', '::') : '0.0.0.0') {
        my $what = "listener on $_:$port/\U$protocol\E";
        my $udp = $protocol eq 'udp';
        socket(my $socket, wide($_) ? PF_INET6 : PF_INET, $udp ? SOCK_DGRAM : SOCK_STREAM, 0) or die "$what: $!\n";
        setsockopt $socket, SOL_SOCKET, SO_REUSEADDR, 1 if !$udp;
        setsockopt $socket, IPPROTO_IPV6, IPV6_V6ONLY, 1 if wide($_);
        my $ip = inet_pton(wide($_) ? AF_INET6 : AF_INET, $_) or die "$what: no address\n";
        bind($socket, wide($_) ? pack_sockaddr_in6($port, $ip) : sockaddr_in($port, $ip)) or die "$what: $!\n";
        if (!$udp) { listen($socket, 1024) or die "$what: $!\n" }
        $socket->blocking(0);
        $listeners{fileno $socket} = {socket => $socket, udp => $udp, behaviour => $behaviour, port => $port};
    }
}

my $dns;

sub serveDns {
    my $child = fork;
    defined $child or die "fork: $!\n";
    if (!$child) {
        # Without --group= dnsmasq changes its groups, which a user namespace forbids.
        exec 'dnsmasq', '--keep-in-foreground', '--conf-file=/dev/null', '--user=root', '--group=', '--no-resolv',
            '--no-hosts', '--no-poll', "--addn-hosts=$pod{dns}", '--local=/#/', '--local-ttl=5', '--log-facility=-',
            '--port=53', '--pid-file=';
        exit 127;
    }
    $dns = $child;
    $SIG{HUP} = sub { kill 'HUP', $dns };
    for (1 .. 300) {
        socket(my $socket, PF_INET, SOCK_STREAM, 0) or die "socket: $!\n";
        return if connect $socket, sockaddr_in(53, INADDR_LOOPBACK);
        waitpid($dns, 1) == $dns and die "dnsmasq did not start\n";
        select undef, undef, undef, 0.01;
    }
    die "dnsmasq did not listen within 3 s\n";
}

sub datagrams {
    my ($listener) = @_;
    for (1 .. 256) {
        my $from = recv $listener->{socket}, my $data, 65535, 0;
        return unless defined $from;
        next if $listener->{behaviour} eq 'silent';
        send $listener->{socket}, "$pod{name} $listener->{port}/UDP $data", 0, $from;
    }
}

sub accepted {
    my ($listener) = @_;
    for (1 .. 256) {
        accept my $socket, $listener->{socket} or return;
        $socket->blocking(0);
        $connections{fileno $socket} =
            {socket => $socket, behaviour => $listener->{behaviour}, port => $listener->{port}, in => '', out => ''};
    }
}

sub end {
    my ($connection) = @_;
    delete $connections{fileno $connection->{socket}};
    close $connection->{socket};
}

sub flush {
    my ($connection) = @_;
    while (length $connection->{out}) {
        my $n = syswrite $connection->{socket}, $connection->{out};
        if (defined $n) { substr $connection->{out}, 0, $n, '' }
        elsif ($! == EAGAIN || $! == EINTR) { return }
        else { return end($connection) }
    }
    end($connection) if $connection->{last};
}

sub answer {
    my ($connection, $status, $body) = @_;
    my $length = length $body;
    $body = '' if $connection->{in} =~ /^HEAD /;
    $connection->{out} .= "HTTP/1.1 $status\r\nContent-Type: text/plain\r\nContent-Length: $length\r\n"
        . "Connection: close\r\n\r\n$body";
    $connection->{last} = 1;
    flush($connection);
}

sub readable {
    my ($connection) = @_;
    my $n = sysread $connection->{socket}, my $data, 65536;
    return if !defined $n && ($! == EAGAIN || $! == EINTR);
    return end($connection) if !$n;
    my $behaviour = $connection->{behaviour};
    return if $behaviour eq 'silent' || $connection->{last};
    if ($behaviour eq 'echo') {
        $connection->{out} .= $data;
        return flush($connection);
    }
    $connection->{in} .= $data;
    # Such as a TLS handshake: a server that knows HTTP alone says so at once.
    return answer($connection, '400 Bad Request', "not HTTP\n") if $connection->{in} !~ /^[A-Z]/;
    if ($connection->{in} !~ /\r?\n\r?\n/) {
        end($connection) if length $connection->{in} > 65536;
        return;
    }
    return tunnel($connection) if $behaviour eq 'connect-proxy';
    answer($connection, '200 OK', "$pod{name} $connection->{port}/TCP\n");
}

# Resolving blocks, so each tunnel has its own process.
sub tunnel {
    my ($connection) = @_;
    my $child = fork;
    return answer($connection, '503 Service Unavailable', "fork: $!\n") unless defined $child;
    return end($connection) if $child;
    close $_->{socket} for values %listeners;
    my $client = $connection->{socket};
    $client->blocking(1);
    my $say = sub { syswrite $client, "HTTP/1.1 $_[0]\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"; exit 0 };
    my ($head, $rest) = split /\r?\n\r?\n/, $connection->{in}, 2;
    my ($host, $port) = $head =~ m{^CONNECT \[?([^\s\]]+?)\]?:(\d+) HTTP/1\.[01]\r?(?:\n|$)}
        or $say->('405 Method Not Allowed');
    my ($error, @found) = getaddrinfo($host, $port, {family => $ipv6 ? 0 : PF_INET, socktype => SOCK_STREAM});
    $say->($error == EAI_AGAIN ? '504 Gateway Timeout' : '502 Bad Gateway') if $error;
    socket my $target, $found[0]{family}, SOCK_STREAM, 0 or $say->('503 Service Unavailable');
    $target->blocking(0);
    if (!connect $target, $found[0]{addr}) {
        $say->('502 Bad Gateway') if $! != EINPROGRESS;
        my $write = '';
        vec($write, fileno $target, 1) = 1;
        select(undef, $write, undef, 2) or $say->('504 Gateway Timeout');
        $say->('502 Bad Gateway') if unpack 'i', getsockopt $target, SOL_SOCKET, SO_ERROR;
    }
    $target->blocking(1);
    syswrite $client, "HTTP/1.1 200 Connection established\r\n\r\n";
    syswrite $target, $rest if length $rest;
    my %peer = (fileno($client) => [$client, $target], fileno($target) => [$target, $client]);
    while (%peer) {
        my $read = '';
        vec($read, $_, 1) = 1 for keys %peer;
        select($read, undef, undef, 60) or last;
        for (grep { vec $read, $_, 1 } keys %peer) {
            my ($from, $to) = @{$peer{$_}};
            my $n = sysread $from, my $data, 65536;
            my $at = 0;
            while ($n && $at < $n) {
                my $written = syswrite $to, $data, $n - $at, $at or last;
                $at += $written;
            }
            if (!$n) {
                shutdown $to, 1;
                delete $peer{$_};
            }
        }
    }
    exit 0;
}

network() if $pod{link};
files();
POSIX::mkfifo("$pod{files}/signals", 0600);
# For writing too: so it never ends, and writers need not wait.
open my $signals, '+<', "$pod{files}/signals" or die "$pod{files}/signals: $!\n";
$SIG{TERM} = sub { exit 143 };
listenOn($_) for @{$pod{listen}};
serveDns() if $pod{dns};
print "READY $pid\n";

while (1) {
    my ($read, $write) = ('', '');
    vec($read, $_, 1) = 1 for fileno $signals, keys %listeners, keys %connections;
    vec($write, $_, 1) = 1 for grep { length $connections{$_}{out} } keys %connections;
    # The first process inherits orphans and reaps tunnels: looking once a second is enough.
    my $found = select $read, $write, undef, 1;
    while (waitpid(-1, 1) > 0) { }
    next if $found <= 0;
    if (vec $read, fileno $signals, 1) {
        sysread $signals, my $code, 64;
        exit $1 if $code =~ /^(\d+)/;
    }
    for (keys %connections) { flush($connections{$_}) if $connections{$_} && vec $write, $_, 1 }
    for (keys %connections) { readable($connections{$_}) if $connections{$_} && vec $read, $_, 1 }
    for (grep { vec $read, $_, 1 } keys %listeners) {
        $listeners{$_}{udp} ? datagrams($listeners{$_}) : accepted($listeners{$_});
    }
}

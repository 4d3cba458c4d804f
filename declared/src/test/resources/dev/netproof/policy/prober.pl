# Tries many connections at once, round after round.
#
# Reads a line "MILLISECONDS COUNT" and COUNT lines "ID tcp|udp ADDRESS PORT OWN-PORT"; prints "ID open|refused|silent"
# or an error for each, then "done". TCP counts with the handshake, UDP with an answer.
use strict;
use warnings;
use Errno qw(EINPROGRESS ECONNREFUSED);
use Socket qw(:DEFAULT pack_sockaddr_in pack_sockaddr_in6);
use Time::HiRes qw(time);

$| = 1;
while (my $head = <STDIN>) {
    my ($limit, $count) = split ' ', $head;
    my (%open, %result);
    for (1 .. $count) {
        my ($id, $transport, $address, $port, $own) = split ' ', scalar <STDIN>;
        my $tcp = $transport eq 'tcp';
        my $socket;
        my $six = $address =~ /:/;
        socket($socket, $six ? PF_INET6 : PF_INET, $tcp ? SOCK_STREAM : SOCK_DGRAM, 0) or die "socket: $!";
        fcntl($socket, 4, 2048);
        my ($mine, $theirs) = $six
            ? (pack_sockaddr_in6($own, Socket::IN6ADDR_ANY), pack_sockaddr_in6($port, Socket::inet_pton(AF_INET6, $address)))
            : (pack_sockaddr_in($own, INADDR_ANY), pack_sockaddr_in($port, inet_aton($address)));
        bind($socket, $mine) or die "bind $own: $!";
        if (!connect($socket, $theirs) && $! != EINPROGRESS) {
            $result{$id} = $! == ECONNREFUSED ? 'refused' : "error $!";
            close $socket;
            next;
        }
        if (!$tcp && !defined send($socket, 'hello', 0)) {
            $result{$id} = "error $!";
            close $socket;
            next;
        }
        $open{fileno $socket} = [$id, $tcp, $socket];
    }
    my $end = time + $limit / 1000;
    while (%open && (my $left = $end - time) > 0) {
        my ($read, $write) = ('', '');
        for my $number (keys %open) {
            vec($open{$number}[1] ? $write : $read, $number, 1) = 1;
        }
        last if select($read, $write, undef, $left) <= 0;
        for my $number (keys %open) {
            my ($id, $tcp, $socket) = @{$open{$number}};
            next unless vec($tcp ? $write : $read, $number, 1);
            if ($tcp) {
                my $error = unpack 'i', getsockopt($socket, SOL_SOCKET, SO_ERROR);
                $result{$id} = $error == 0 ? 'open' : $error == ECONNREFUSED ? 'refused' : "error $error";
            } else {
                my $answer;
                $result{$id} = defined recv($socket, $answer, 2048, 0) ? 'open'
                    : $! == ECONNREFUSED ? 'refused' : "error $!";
            }
            delete $open{$number};
            # Without waiting for the other end.
            setsockopt($socket, SOL_SOCKET, SO_LINGER, pack('ii', 1, 0)) if $tcp;
            close $socket;
        }
    }
    for my $number (keys %open) {
        $result{$open{$number}[0]} = 'silent';
        close $open{$number}[2];
    }
    print join('', map { "$_ $result{$_}\n" } sort { $a <=> $b } keys %result), "done\n";
}

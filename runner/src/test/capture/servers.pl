#!/usr/bin/perl
# The servers of wire.sh, each in a process of its own. Prints a line when all listen. Wants perl-base only.
use strict;
use warnings;
use Socket;

$SIG{CHLD} = 'IGNORE';
$SIG{PIPE} = 'IGNORE';

sub listener {
	my ($port) = @_;
	socket(my $s, AF_INET, SOCK_STREAM, 0) or die $!;
	setsockopt($s, SOL_SOCKET, SO_REUSEADDR, 1);
	bind($s, sockaddr_in($port, INADDR_ANY)) or die $!;
	listen($s, 500) or die $!;
	return $s;
}

sub datagrams {
	my ($port) = @_;
	socket(my $s, AF_INET, SOCK_DGRAM, 0) or die $!;
	bind($s, sockaddr_in($port, INADDR_ANY)) or die $!;
	return $s;
}

# A process for each connection, since a server may wait.
sub serve {
	my ($port, $each) = @_;
	my $s = listener($port);
	return if fork;
	close STDOUT;
	while (accept(my $c, $s)) {
		if (fork) { close $c; next }
		$each->($c);
		exit 0;
	}
	exit 0;
}

sub answer {
	my ($port, $each) = @_;
	my $s = datagrams($port);
	return if fork;
	close STDOUT;
	while (defined(my $peer = recv($s, my $asked, 4096, 0))) {
		send($s, $each->($asked), 0, $peer);
	}
	exit 0;
}

sub head {
	my ($c) = @_;
	my $head = '';
	# A TLS hello starts with 0x16 and has no end that a server of plain text would know.
	while ($head !~ /\r\n\r\n|^\x16/) { sysread($c, $head, 4096, length $head) or last }
	return $head;
}

sub http {
	my ($c) = @_;
	my ($status) = head($c) =~ m{^\S+ /(\d+)};
	$status ||= 200;
	syswrite($c, "HTTP/1.1 $status Status\r\nContent-Length: 3\r\n\r\nok\n");
}

sub proxy {
	my ($c) = @_;
	my ($port) = head($c) =~ m{^CONNECT \S+:(\d+) };
	if ($port && $port >= 8080 && $port <= 8083) {
		syswrite($c, "HTTP/1.1 200 Connection established\r\n\r\n");
		(\&http, \&silence, \&head, \&resets)[$port - 8080]->($c);
	} else {
		syswrite($c, "HTTP/1.1 $port Status\r\nContent-Length: 0\r\n\r\n");
	}
}

sub resets { head($_[0]); setsockopt($_[0], SOL_SOCKET, SO_LINGER, pack('II', 1, 0)) }

sub silence { sysread($_[0], my $ignored, 4096); sleep 60 }

sub dns {
	my ($query) = @_;
	my $first = substr($query, 13, ord(substr($query, 12, 1)));
	my %rcode = (ok => 0, empty => 0, servfail => 2, nxdomain => 3, refused => 5);
	my $end = index($query, "\0", 12) + 5;
	my $question = substr($query, 12, $end - 12);
	my $id = substr($query, 0, 2);
	return '' if $first eq 'nothing';
	return "\xff\xfe\xfd" x 10 if $first eq 'garbage';
	$question = "\5other\7example\0\0\1\0\1" if $first eq 'question';
	$id = ~$id if $first eq 'wrongid';
	return $id . pack('nnnnn', 0x8380, 1, 0, 0, 0) . $question if $first eq 'truncated';
	my $address = $first eq 'ok' ? pack('nnnNnC4', 0xc00c, 1, 1, 60, 4, 192, 0, 2, 80) : '';
	return $id . pack('nnnnn', 0x8180 | ($rcode{$first} || 0), 1, $address ? 1 : 0, 0, 0) . $question . $address;
}

serve(8080, \&http);
serve(8081, \&silence);
serve(8082, sub { head($_[0]) });
serve(8083, \&resets);
serve(8084, sub { head($_[0]); syswrite($_[0], "hello\n") });
serve(3128, \&proxy);
serve(3129, \&silence);
serve(5353, sub {
	sysread($_[0], my $query, 4096);
	my $answer = dns(substr($query, 2));
	syswrite($_[0], pack('n', length $answer) . $answer);
});
answer(5301, sub { "pong\n" });
answer(5302, sub { "\0\0\n" });
answer(5303, sub { '' });
answer(5353, \&dns);
answer(5354, \&dns);
syswrite(STDOUT, "listening\n");

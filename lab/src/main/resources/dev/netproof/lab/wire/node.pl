# The node of the lab: first process of the holder's namespaces, so that all of the lab ends when it does.
#
# Serves requests on standard input until it closes, many at a time:
#     ID VERB LENGTH LENGTH\n  and two blobs of these lengths: words, each ended by NUL, and input
# answers on standard output, in any order:
#     ID STATUS LENGTH LENGTH\n  and two blobs: output and errors
# Verbs:
#     run      a command to its end; STATUS is its exit code, 128 + n for signal n
#     spawn    a command that stays, up to its line "READY PID" on standard output; output is then PID, and the number of
#              a file that stands for its network. When it ends, a message with ID 0, its exit code as STATUS and PID as
#              output follows
#     kill     a spawned process by that PID, until the last process that shares its output is gone, and lets go of its
#              network
#     write    a file (first word) with the input as its content, replaced at once
#     connect  to an address and port, for at most the milliseconds given; STATUS 0 if it was accepted; with a request as
#              input, which is sent, if its answer is of HTTP with a status from 200 to 399
# Only modules of perl-base.
use strict;
use warnings;
use Errno qw(EAGAIN EINTR EINPROGRESS);
use IO::Handle;
use POSIX ();
use Socket;

$0 = 'netproof-lab-node';
$SIG{PIPE} = 'IGNORE';

my $requests = '';
my %reading;    # file number -> [handle, job, 'out' or 'err']
my %writing;    # file number -> [handle, job]
my %connecting; # file number -> [socket, request id, deadline, what to send, what came, whether it is connected]
my %spawned;    # PID inside the node -> job
my %network;    # PID inside the node -> file of its network, which outlives the process
my %exit;       # PID of a job -> its wait status, undefined while it runs

# Seconds of a clock that never jumps, in steps of 10 ms.
sub now { return (POSIX::times())[0] / 100 }

sub answer {
    my ($id, $status, $out, $err) = @_;
    my $bytes = "$id $status " . length($out) . ' ' . length($err) . "\n" . $out . $err;
    my $at = 0;
    while ($at < length $bytes) {
        my $n = syswrite STDOUT, $bytes, length($bytes) - $at, $at;
        if (defined $n) { $at += $n }
        elsif ($! != EINTR && $! != EAGAIN) { exit 0 }
    }
}

sub start {
    my ($id, $verb, $argv, $input) = @_;
    pipe my $inRead, my $inWrite or return answer($id, 127, '', "pipe: $!");
    pipe my $outRead, my $outWrite or return answer($id, 127, '', "pipe: $!");
    pipe my $errRead, my $errWrite or return answer($id, 127, '', "pipe: $!");
    my $pid = fork;
    return answer($id, 127, '', "fork: $!") unless defined $pid;
    if (!$pid) {
        $SIG{PIPE} = 'DEFAULT';
        open STDIN, '<&', $inRead;
        open STDOUT, '>&', $outWrite;
        open STDERR, '>&', $errWrite;
        no warnings 'exec';
        exec { $argv->[0] } @$argv or print STDERR "$argv->[0]: $!\n";
        exit 127;
    }
    $exit{$pid} = undef;
    my $job = {id => $id, verb => $verb, pid => $pid, open => 2, out => '', err => '', input => $input};
    $_->blocking(0) for $inWrite, $outRead, $errRead;
    $reading{fileno $outRead} = [$outRead, $job, 'out'];
    $reading{fileno $errRead} = [$errRead, $job, 'err'];
    feed($inWrite, $job);
}

sub feed {
    my ($handle, $job) = @_;
    while (length $job->{input}) {
        my $n = syswrite $handle, $job->{input}, 65536;
        if (defined $n) { substr $job->{input}, 0, $n, '' }
        elsif ($! == EAGAIN) { $writing{fileno $handle} = [$handle, $job]; return }
        elsif ($! != EINTR) { last }
    }
    delete $writing{fileno $handle};
    close $handle;
}

sub listenTo {
    my ($handle, $job, $stream) = @{$_[0]};
    my $n = sysread $handle, my $bytes, 65536;
    return if !defined $n && ($! == EAGAIN || $! == EINTR);
    if ($n) {
        # What a pod says after it is ready is of no interest, but must be taken away.
        $job->{$stream} .= $bytes if !$job->{ready};
        if ($job->{verb} eq 'spawn' && !$job->{ready} && $job->{out} =~ /^READY (\d+)$/m) {
            $job->{ready} = $1;
            $spawned{$1} = $job;
            open $network{$1}, '<', "/proc/$1/ns/net";
            answer($job->{id}, 0, "$1 " . (fileno($network{$1}) // ''), '');
        }
        return;
    }
    delete $reading{fileno $handle};
    close $handle;
    return if --$job->{open};
    if (!defined $exit{$job->{pid}}) {
        waitpid $job->{pid}, 0;
        $exit{$job->{pid}} = $?;
    }
    my $status = delete $exit{$job->{pid}};
    if ($job->{ready}) {
        delete $spawned{$job->{ready}};
        answer(0, $status & 127 ? 128 + ($status & 127) : $status >> 8, $job->{ready}, '') unless $job->{waiting};
        answer($_, 0, '', '') for @{$job->{waiting} || []};
    } else {
        $status = $status & 127 ? 128 + ($status & 127) : $status >> 8;
        $status = 126 if $job->{verb} eq 'spawn' && !$status;
        answer($job->{id}, $status, $job->{out}, $job->{err});
    }
}

sub writeFile {
    my ($id, $path, $content) = @_;
    my $file;
    my $ok = open($file, '>', "$path.new") && (print $file $content) && close($file) && rename("$path.new", $path);
    answer($id, $ok ? 0 : 1, '', $ok ? '' : "$path: $!");
}

sub tryConnect {
    my ($id, $address, $port, $millis, $request) = @_;
    my $target = inet_aton($address);
    return answer($id, 1, '', "$address is no IPv4 address") unless defined $target;
    socket(my $socket, PF_INET, SOCK_STREAM, 0) or return answer($id, 1, '', "socket: $!");
    # As the kubelet of any node: the packet filter knows it by this mark (36 is SO_MARK).
    setsockopt $socket, SOL_SOCKET, 36, pack('i', 1);
    $socket->blocking(0);
    connect $socket, sockaddr_in($port, $target) or $! == EINPROGRESS or return answer($id, 1, '', "$!");
    $connecting{fileno $socket} = [$socket, $id, now() + $millis / 1000, $request, '', 0];
}

# Takes a connection further; what came of it as STATUS and errors, nothing while that is open.
sub advance {
    my ($connection, $writable, $readable) = @_;
    if (!$connection->[5]) {
        return unless $writable;
        $! = unpack 'i', getsockopt($connection->[0], SOL_SOCKET, SO_ERROR);
        return (1, "$!") if $!;
        return (0, '') unless length $connection->[3];
        $connection->[5] = 1;
        # Less than any send buffer.
        syswrite $connection->[0], $connection->[3] or return (1, "$!");
        return;
    }
    return unless $readable;
    my $n = sysread $connection->[0], $connection->[4], 4096, length $connection->[4];
    return if !defined $n && ($! == EAGAIN || $! == EINTR);
    return $1 >= 200 && $1 < 400 ? (0, '') : (1, "status $1") if $connection->[4] =~ m{^HTTP/1\.[01] (\d{3})\s};
    return $n && length $connection->[4] < 4096 ? () : (1, 'no answer of HTTP');
}

sub serve {
    my ($id, $verb, $words, $input) = @_;
    my @words = split /\0/, $words, -1;
    pop @words;
    if ($verb eq 'run' || $verb eq 'spawn') { start($id, $verb, \@words, $input) }
    elsif ($verb eq 'write') { writeFile($id, $words[0], $input) }
    elsif ($verb eq 'connect') { tryConnect($id, @words, $input) }
    elsif ($verb eq 'kill') {
        delete $network{$words[0]};
        my $job = $spawned{$words[0]} or return answer($id, 0, '', '');
        push @{$job->{waiting}}, $id;
        kill 'KILL', $words[0];
    }
    else { answer($id, 127, '', "no verb $verb") }
}

STDIN->blocking(0);
answer(0, 0, '', '');
while (1) {
    my ($read, $write) = ('', '');
    vec($read, $_, 1) = 1 for fileno(STDIN), keys %reading, grep { $connecting{$_}[5] } keys %connecting;
    vec($write, $_, 1) = 1 for keys %writing, grep { !$connecting{$_}[5] } keys %connecting;
    my $timeout = 1;
    if (%connecting) {
        my $now = now();
        for (values %connecting) {
            my $left = $_->[2] - $now;
            $timeout = $left > 0 ? $left : 0 if $left < $timeout;
        }
    }
    select $read, $write, undef, $timeout;
    if (vec $read, fileno(STDIN), 1) {
        my $n = sysread STDIN, $requests, 1 << 20, length $requests;
        exit 0 if defined $n && $n == 0;
        while ($requests =~ /^(\d+) (\w+) (\d+) (\d+)\n/) {
            my ($id, $verb, $wordsLength, $inputLength, $head) = ($1, $2, $3, $4, $+[0]);
            last if length $requests < $head + $wordsLength + $inputLength;
            my $words = substr $requests, $head, $wordsLength;
            my $input = substr $requests, $head + $wordsLength, $inputLength;
            substr $requests, 0, $head + $wordsLength + $inputLength, '';
            serve($id, $verb, $words, $input);
        }
    }
    for (keys %writing) { feed(@{$writing{$_}}) if $writing{$_} && vec $write, $_, 1 }
    for (keys %reading) { listenTo($reading{$_}) if $reading{$_} && vec $read, $_, 1 }
    my $now = now();
    for (keys %connecting) {
        my ($socket, $id, $deadline) = @{$connecting{$_}};
        my ($status, $errors) = advance($connecting{$_}, vec($write, $_, 1), vec($read, $_, 1));
        if (defined $status) {
            answer($id, $status, '', $errors);
        } elsif ($now < $deadline) {
            next;
        } else {
            answer($id, 2, '', 'no answer in time');
        }
        delete $connecting{$_};
        close $socket;
    }
    # The first process inherits orphans.
    while ((my $pid = waitpid -1, 1) > 0) { $exit{$pid} = $? if exists $exit{$pid} }
}

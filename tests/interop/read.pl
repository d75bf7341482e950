# SPDX-License-Identifier: BSD-3-Clause
# Copyright (c) the smtpmail authors
#
#   perl read.pl DIRECTORY
# reads all N.eml with MIME-tools, and addresses with Email::Address::XS (Dovecot's parser), and prints a
# line of JSON for each: what it has read, in the form of expect.inc, and what it has complained about.

use strict;
use warnings;

use Date::Parse qw(strptime);
use Digest::SHA qw(sha256_hex);
use Email::Address::XS qw(parse_email_groups);
use Encode qw(decode);
use JSON::XS;
use MIME::Decoder::Binary;
use MIME::Field::ParamVal;
use MIME::Parser;
use MIME::QuotedPrint;
use MIME::Words qw(decode_mimewords);
use Time::Local qw(timegm_modern);

# A line end is CRLF: RFC 2045 §2.7, §2.8 and §6.7 (4). MIME-tools makes some of them LF, and repairs what
# it takes for broken PDF files; decode_qp() makes all of them LF.
{
	package WithLineEnds;
	our @ISA = ('MIME::Decoder');

	sub decode_it {
		my ($self, $in, $out) = @_;
		no warnings 'uninitialized'; # an empty part is a file of undef
		while (defined(my $line = $in->getline)) {
			my $octets = MIME::QuotedPrint::decode_qp($line);
			$octets =~ s/\n\z/\r\n/ if $line =~ /\r\n\z/ && $line !~ /=\r\n\z/;
			$out->print($octets);
		}
		return 1;
	}
}
$INC{'WithLineEnds.pm'} = __FILE__;
WithLineEnds->install('quoted-printable');
MIME::Decoder::Binary->install('7bit', '8bit');

my $parser = MIME::Parser->new;
$parser->output_to_core(1);
$parser->tmp_to_core(1);

my %addresses = map { $_ => 1 } qw(from sender reply-to to cc bcc);

# ---- Fields ----

# All is UTF-8 here. Perl's 'UTF-8' has no noncharacters (U+FFFE and the like), RFC 3629 has; its 'utf8' takes them.
sub utf8 {
	return decode('utf8', $_[0]);
}

# Encoded words; what is between them is ASCII or, in a header of RFC 6532, UTF-8. White space goes between
# encoded words only (RFC 2047 §6.2): decode_mimewords() drops it between any "?=" and "=?".
sub decoded {
	my ($text) = @_;
	return $text unless defined $text;
	my $word = qr/=\?[^?\s]+\?[bq]\?[^?\s]*\?=/i;
	$text =~ s/($word(?:\s+$word)*)/join '', map { $_->[0] } decode_mimewords($1)/ge;
	return utf8($text);
}

sub read_box {
	my ($box) = @_;
	return {
		name => decoded($box->phrase) // '',
		local => utf8($box->user),
		domain => utf8($box->host),
	};
}

sub read_members {
	my ($text) = @_;
	my @pairs = parse_email_groups($text);
	my @members;
	while (my ($group, $boxes) = splice @pairs, 0, 2) {
		my @read = map { read_box($_) } @$boxes;
		push @members, defined $group ? { group => decoded($group), members => \@read } : @read;
	}
	return \@members;
}

sub read_date {
	my ($text) = @_;
	my ($second, $minute, $hour, $day, $month, $year, $zone) = strptime($text);
	$year = 0 if $text =~ / 1900 /; # it forgets to subtract 1900 from that one
	return { time => timegm_modern($second, $minute, $hour, $day, $month, $year + 1900) - $zone, offset => int($zone / 60) };
}

sub read_field {
	my ($name, $value) = @_;
	return [$name, read_members($value)] if $addresses{ lc $name };
	return [$name, lc $name eq 'date' ? read_date($value) : decoded($value)];
}

sub read_fields {
	my ($head) = @_;
	my @fields;
	for my $line (@{ $head->header }) {
		my ($name, $value) = $line =~ /^([^:]+): ?(.*)\z/s;
		$value =~ s/\r?\n//g;
		push @fields, read_field($name, $value) unless $name =~ /^content-/i;
	}
	return \@fields;
}

# ---- Bodies ----

sub read_about {
	my ($head) = @_;
	my %type = %{ MIME::Field::ParamVal->parse_params($head->get('Content-Type')) };
	my %disposition = %{ MIME::Field::ParamVal->parse_params($head->get('Content-Disposition')) };
	my $type = delete $type{_};
	delete $type{boundary};
	my $name = decoded(delete $type{name});
	my $charset = delete $type{charset};
	my ($id) = ($head->get('Content-ID') // '') =~ /(\S+)/;
	return {
		type => $type,
		charset => defined $charset ? lc $charset : undef,
		name => $name,
		params => \%type,
		disposition => $disposition{_} || undef,
		filename => decoded($disposition{filename}),
		id => $id,
		encoding => $head->mime_encoding || '7bit',
	};
}

sub read_part {
	my ($entity) = @_;
	my $about = read_about($entity->head);
	if ($about->{type} =~ /^message\//) {
		# RFC 6532 §3.7: MIME-tools does not know message/global.
		$about->{message} = read_message($entity->parts(0) // $parser->parse_data($entity->bodyhandle->as_string));
	} elsif ($entity->is_multipart) {
		$about->{parts} = [map { read_inner($_) } $entity->parts];
	} else {
		my $octets = $entity->bodyhandle ? $entity->bodyhandle->as_string : '';
		$about->{content} = [length $octets, sha256_hex($octets)];
	}
	return $about;
}

sub read_inner {
	my ($entity) = @_;
	my $about = read_part($entity);
	my $others = read_fields($entity->head);
	$about->{others} = $others if @$others;
	return $about;
}

sub read_message {
	my ($entity) = @_;
	return { fields => read_fields($entity->head), body => read_part($entity) };
}

sub read_file {
	my ($path) = @_;
	open my $file, '<:raw', $path or die "$path: $!";
	read $file, my $octets, -s $file;
	my $entity = $parser->parse_data($octets);
	my @defects = $parser->results->msgs;
	return { message => read_message($entity), defects => \@defects };
}

my ($dir) = @ARGV;
my $json = JSON::XS->new->utf8;
for my $n (sort { $a <=> $b } map { /(\d+)\.eml$/ } glob "$dir/*.eml") {
	my $about = eval { read_file("$dir/$n.eml") } // { error => "$@" };
	print $json->encode({ n => 0 + $n, %$about }), "\n";
}

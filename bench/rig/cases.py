# SPDX-License-Identifier: BSD-3-Clause
# Copyright (c) the smtpmail authors
"""What is run: groups of cases, each a client with its arguments and the numbers of mails it sends.

A figure a mail is the slope between two numbers of mails, so that start and first connection drop out."""
from dataclasses import dataclass, field

CHUNKS = 'options={"chunking":"Need::Require"}'
ONCE = 'keep=0'


@dataclass
class Case:
    group: str
    label: str
    client: str
    arguments: list = field(default_factory=list)
    mails: tuple = (200, 4200)
    port: str = 'plain'
    rtt: int = 0

    @property
    def key(self):
        return f'{self.group}@{self.rtt}/{self.label}'

    @property
    def connections(self):
        """How many the sink must see for |n| mails; None where the client decides."""
        return int(next((a[12:] for a in self.arguments if a.startswith('connections=')), 1))


def one(rtt):
    """Mails of 1 KB over one connection."""
    some, stalls, window = ((200, 4200), (5, 45), (400, 20400)) if rtt == 0 else ((4, 44), (3, 13), (40, 2040))
    rows = [
        ('floor, a command a reply', 'floor', ['how=lockstep'], some),
        ('floor, two waits', 'floor', ['how=pipelined'], some),
        ('floor, one wait', 'floor', ['how=onewait'], some),
        ('floor, BDAT', 'floor', ['how=bdat'], some),
        ('floor, BDAT, 20 in flight', 'floor', ['how=window'], window),
        ('ours, send()', 'ours', ['how=loop'], some),
        ('ours, sendAll()', 'ours', ['how=all'], some),
        ('ours, sendAll(), chunking', 'ours', ['how=all', CHUNKS], window),
        ('smtp-source -d -s1', 'smtp-source', [], some),
        ('PHPMailer', 'PHPMailer', [], stalls),
        ('PHPMailer, tcp_nodelay', 'PHPMailer', ['nodelay=1'], some if rtt == 0 else stalls),
        ('Symfony Mailer', 'Symfony', [], stalls),
        ('php-curl', 'php-curl', [], some if rtt == 0 else stalls),
        ('Nodemailer, pool of 1', 'Nodemailer', [], some),
        ('smtplib', 'smtplib', [], (100, 1100) if rtt == 0 else stalls),
        ('Go net/smtp', 'Go', [], some if rtt == 0 else stalls),
    ]
    return [Case('one', label, client, arguments, mails, 'plain', rtt) for label, client, arguments, mails in rows]


def many(rtt):
    """The same over twenty connections."""
    few, most = ((400, 8400), (400, 20400)) if rtt == 0 else ((100, 900), (400, 4400))
    twenty = 'connections=20'
    rows = [
        ('floor, one wait', 'floor', ['how=onewait', twenty], few),
        ('ours, sendAll() over 1', 'ours', ['how=all'], few if rtt == 0 else (4, 44)),
        ('ours, sendAll() over 20', 'ours', ['how=all', twenty], few),
        ('ours, sendAll() over 20, chunking', 'ours', ['how=all', twenty, CHUNKS], most),
        ('Nodemailer, pool of 20', 'Nodemailer', [twenty], few),
        ('Go net/smtp, 20 goroutines', 'Go', [twenty], few),
    ]
    return [Case('many', label, client, arguments, mails, 'plain', rtt) for label, client, arguments, mails in rows]


def new(rtt):
    """TLS, AUTH and a new connection for each mail."""
    some = (10, 210) if rtt == 0 else (2, 12)
    stalls = (5, 35) if rtt == 0 else some
    rows = [
        ('floor', 'floor', ['how=pipelined'], some, 'unresumed'),
        ('floor, resumed', 'floor', ['how=pipelined', 'resume=1'], some, 'tls'),
        ('ours', 'ours', ['how=loop'], some, 'unresumed'),
        ('ours, resumed', 'ours', ['how=loop'], some, 'tls'),
        ('PHPMailer', 'PHPMailer', [], stalls, 'tls'),
        ('Symfony Mailer', 'Symfony', [], stalls, 'tls'),
        ('php-curl', 'php-curl', [], some, 'tls'),
        ('Nodemailer', 'Nodemailer', [], some, 'tls'),
        ('smtplib', 'smtplib', [], some, 'tls'),
        ('Go net/smtp', 'Go', [], some, 'tls'),
    ]
    return [Case('new', label, client, [*arguments, ONCE, 'tls=1'], mails, port, rtt) for label, client, arguments, mails, port in rows]


def attachment(_):
    """25 MB from a file; one small mail goes ahead, and the client measures by itself."""
    cases = []
    for group, port, more in (('file', 'plain', []), ('file over TLS', 'tls', ['tls=1'])):
        for label, client, mails in (('floor', 'floor', 10), ('ours', 'ours', 10), ('PHPMailer', 'PHPMailer', 1), ('Symfony Mailer', 'Symfony', 3),
                                     ('php-curl', 'php-curl', 5), ('Nodemailer', 'Nodemailer', 3), ('smtplib', 'smtplib', 1)):
            cases.append(Case(group, label, client, ['file', *more], (mails,), port, 0))
    return cases


def fpm(rtt):
    """php-fpm, one mail a request over TLS with AUTH: the first one, and those after it."""
    rows = [
        ('ours, persistent', 'ours', ['how=loop', 'options={"persistent":true}']),
        ('ours, persistent, chunking', 'ours', ['how=loop', 'options={"persistent":true,"chunking":"Need::Require"}']),
        ('ours', 'ours', ['how=loop']),
        ('PHPMailer', 'PHPMailer', [ONCE]),
        ('Symfony Mailer', 'Symfony', [ONCE]),
        ('php-curl', 'php-curl', [ONCE]),
    ]
    return [Case('fpm', label, client, [*arguments, 'tls=1'], (10,), 'tls', rtt) for label, client, arguments in rows]


# {group: (its cases at a round trip, which round trips it makes sense at)}
GROUPS = {
    'one': (one, lambda rtt: True),
    'many': (many, lambda rtt: True),
    'new': (new, lambda rtt: True),
    'file': (attachment, lambda rtt: rtt == 0),
    'fpm': (fpm, lambda rtt: True),
}


def chosen(rtts, only):
    """Cases whose group or key has one of the words of |only|; all of them if there are none."""
    cases = [case for group, (make, fits) in GROUPS.items() for rtt in rtts if fits(rtt) for case in make(rtt)]
    return [case for case in cases if not only or any(word == case.group or word in case.key for word in only)]

# SPDX-License-Identifier: BSD-3-Clause
# Copyright (c) the smtpmail authors
"""Python's smtplib. Arguments as in client.inc."""
import json
import re
import resource
import sys
import time
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid

# This file's own folder has a module of the same name.
sys.path.pop(0)
import smtplib  # noqa: E402
import ssl  # noqa: E402

job = dict(keep='1', tls='0', file='') | dict(pair.split('=', 1) for pair in sys.argv[1:])
text = ('x' * 70 + '\n') * 14
kept = None


def connect():
    if job['tls'] == '0':
        return smtplib.SMTP(job['host'], int(job['port']), 'client.example.com')
    context = ssl.create_default_context(cafile=job['ca'])
    client = smtplib.SMTP_SSL(job['host'], int(job['port']), 'client.example.com', context=context)
    client.login('user', 'secret')
    return client


def message(number, file):
    mail = EmailMessage(policy=SMTP)
    mail['From'], mail['To'] = 'Sender <from@example.com>', 'Recipient <to@example.com>'
    mail['Subject'], mail['Date'], mail['Message-ID'] = f'Message {number}', formatdate(), make_msgid(domain='example.com')
    mail.set_content(text)
    if file:
        with open(file, 'rb') as data:
            mail.add_attachment(data.read(), maintype='application', subtype='octet-stream', filename='file')
    return mail


def send(mails, file):
    global kept
    for number in range(mails):
        kept = kept or connect()
        kept.send_message(message(number, file))
        if job['keep'] == '0':
            kept.quit()
            kept = None


def memory():
    with open('/proc/self/status') as status:
        return int(re.search(r'VmHWM:\s*(\d+)', status.read())[1])


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if job['file']:
    send(1, '')
    with open('/proc/self/clear_refs', 'w') as clear:
        clear.write('5')
before, used, started = memory(), cpu(), time.monotonic()
send(int(job['mails']), job['file'])
wall = time.monotonic() - started
print(json.dumps({'wall': wall, 'cpu': cpu() - used, 'kib': memory() - before}))

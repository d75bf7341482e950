# SPDX-License-Identifier: BSD-3-Clause
# Copyright (c) the smtpmail authors
"""php-fpm with one worker, and as much FastCGI as it takes to ask it something."""
import glob
import json
import os
import shutil
import socket
import struct
import subprocess
import time
from urllib.parse import urlencode

from rig import network, tools

SETTINGS = """[global]
error_log = {cache}/fpm.log
daemonize = no
[bench]
listen = {cache}/fpm.sock
pm = static
pm.max_children = 1
{user}
"""
ANSWER, END = 6, 3


def program():
    found = shutil.which('php-fpm') or next(iter(sorted(glob.glob('/usr/sbin/php-fpm*'), reverse=True)), None)
    if found is None:
        raise tools.Missing('no php-fpm')
    return found


class Fpm:
    def __init__(self, prefix, module):
        self.path = tools.CACHE + '/fpm.sock'
        with open(tools.CACHE + '/fpm.conf', 'w', encoding='ascii') as file:
            user = 'user = root\ngroup = root' if os.geteuid() == 0 else ''
            file.write(SETTINGS.format(cache=tools.CACHE, user=user))
        if os.path.exists(self.path):
            os.unlink(self.path)
        with open(tools.CACHE + '/fpm.out', 'w', encoding='ascii') as out:
            self.process = subprocess.Popen(
                [*prefix, program(), '-R', '-F', '-y', tools.CACHE + '/fpm.conf', *(['-d', 'extension=' + module] if module else []), '-d', 'opcache.enable=1'],
                stdin=subprocess.DEVNULL, stdout=out, stderr=out, preexec_fn=network.pin(0))
        for _ in range(500):
            if os.path.exists(self.path) or self.process.poll() is not None:
                break
            time.sleep(0.02)
        if self.process.poll() is not None or not os.path.exists(self.path):
            self.close()
            raise network.Skip('php-fpm did not start')

    def ask(self, script, arguments):
        """(seconds from outside, what the client printed) of one request."""
        pairs = dict(SCRIPT_FILENAME=script, REQUEST_METHOD='GET', QUERY_STRING=urlencode([tuple(a.split('=', 1)) for a in arguments]))
        values = b''.join(struct.pack('>BI', len(n), len(v) | 1 << 31) + n + v for n, v in ((n.encode(), v.encode()) for n, v in pairs.items()))
        request = record(1, struct.pack('>HB5x', 1, 0)) + record(4, values) + record(4, b'') + record(5, b'')
        started = time.monotonic()
        with socket.socket(socket.AF_UNIX) as link:
            link.settimeout(30)
            link.connect(self.path)
            link.sendall(request)
            body = answer(link.makefile('rb'))
        wall = time.monotonic() - started
        for line in body.decode(errors='replace').splitlines():
            if line.startswith('{'):
                return wall, json.loads(line)
        raise network.Skip(body.decode(errors='replace')[-300:])

    def close(self):
        self.process.terminate()
        self.process.wait()


def record(kind, data):
    return struct.pack('>BBHHBB', 1, kind, 1, len(data), 0, 0) + data


def answer(stream):
    body = b''
    while True:
        head = stream.read(8)
        if len(head) < 8:
            return body
        _, kind, _, length, padding, _ = struct.unpack('>BBHHBB', head)
        data = stream.read(length + padding)[:length]
        if kind == ANSWER:
            body += data
        if kind == END:
            return body


def measure(case, sink, command, module):
    """{first, wall, cpu}: of the first request and, as medians, of those after it."""
    script, arguments = next(word for word in command if word.endswith('.php')), [a for a in command if '=' in a and not a.startswith('extension')]
    server = Fpm(sink.prefix, module)
    try:
        server.ask(script, [*arguments, 'mails=0'])
        sink.counts()
        first, _ = server.ask(script, [*arguments, 'mails=1'])
        rest = [server.ask(script, [*arguments, 'mails=1']) for _ in range(case.mails[0])]
    finally:
        server.close()
    walls = sorted(wall for wall, _ in rest)
    return {'first': first, 'wall': walls[len(walls) // 2], 'cpu': sum(said['cpu'] for _, said in rest) / len(rest), 'kib': 0}

# SPDX-License-Identifier: BSD-3-Clause
# Copyright (c) the smtpmail authors
"""Sinks near (loopback) and far (behind a link with a round trip), and programs run against them."""
import json
import os
import subprocess
import time

from rig import tools

CPUS = sorted(os.sched_getaffinity(0))


def pin(which):
    """The client has one processor, sink and link another."""
    return lambda: os.sched_setaffinity(0, {CPUS[which % len(CPUS)]})


class Asked:
    """A program that answers each line with a line."""

    def __init__(self, *command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, preexec_fn=pin(1))
        self.first = self.process.stdout.readline().strip()
        if not self.first:
            raise tools.Missing(f'{command[-1]} did not start')

    def ask(self, line=''):
        self.process.stdin.write(line + '\n')
        self.process.stdin.flush()
        return self.process.stdout.readline()

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Sink(Asked):
    def __init__(self, host, *prefix):
        super().__init__(*prefix, tools.CACHE + '/sink', host, tools.CERTIFICATE)
        self.host = host
        self.prefix = [*prefix]
        self.ports = dict(zip(('plain', 'tls', 'unresumed'), map(int, self.first.split())))

    def counts(self):
        return json.loads(self.ask())


class Far:
    """Two namespaces of this process's own. Only root can have them; the round trip can be changed."""

    def __init__(self):
        if os.geteuid() != 0:
            raise tools.Missing('only root can make network namespaces')
        self.names = [f'smtpmail-bench-{os.getpid()}-{side}' for side in 'ab']
        self.link = None
        self.sink = None
        try:
            self.up()
        except BaseException:
            self.close()
            raise

    def up(self):
        for name in self.names:
            tools.run('ip', 'netns', 'add', name)
            tools.run('ip', '-n', name, 'link', 'set', 'lo', 'up')
        if not self.netem():
            self.link = Asked(tools.CACHE + '/link', *self.names)
        for name, own, other in zip(self.names, (1, 2), (2, 1)):
            tools.run('ip', '-n', name, 'addr', 'add', f'10.77.0.{own}', 'peer', f'10.77.0.{other}', 'dev', 'far')
            tools.run('ip', '-n', name, 'link', 'set', 'far', 'mtu', '1500', 'up')
        self.prefix = ['ip', 'netns', 'exec', self.names[0]]
        self.sink = Sink('10.77.0.2', 'ip', 'netns', 'exec', self.names[1])
        self.sink.prefix = self.prefix

    def netem(self):
        """Whether the kernel can delay packets itself."""
        tools.run('ip', '-n', self.names[0], 'link', 'add', 'far', 'type', 'veth', 'peer', 'name', 'far', 'netns', self.names[1])
        try:
            self.delay(0)
            return True
        except tools.Missing:
            tools.run('ip', '-n', self.names[0], 'link', 'del', 'far')
            return False

    def delay(self, milliseconds):
        for name in self.names:
            tools.run('tc', '-n', name, 'qdisc', 'replace', 'dev', 'far', 'root', 'netem', 'delay', f'{milliseconds / 2}ms', 'limit', '20000')

    def set(self, milliseconds):
        if self.link is not None:
            self.link.ask(str(milliseconds))
        else:
            self.delay(milliseconds)

    def close(self):
        for program in (self.sink, self.link):
            if program is not None:
                program.close()
        for name in self.names:
            subprocess.run(['ip', 'netns', 'del', name], stderr=subprocess.DEVNULL, check=False)


class Skip(Exception):
    pass


def measure(sink, command, limit=120):
    """Runs a client: {wall, cpu, kib} as it says itself, or of the whole process if it says nothing."""
    started = time.monotonic()
    with open(tools.CACHE + '/out', 'w+', encoding='utf-8') as out, open(tools.CACHE + '/err', 'w+', encoding='utf-8') as err:
        process = subprocess.Popen(['timeout', str(limit), *sink.prefix, *command], stdin=subprocess.DEVNULL, stdout=out, stderr=err, preexec_fn=pin(0))
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - started
        out.seek(0)
        err.seek(0)
        said = out.read()
        if process.returncode != 0:
            raise Skip(f'exit {process.returncode}: {(err.read() + said).strip()[-300:]}')
    for line in said.splitlines():
        if line.startswith('{'):
            return json.loads(line)
    return {'wall': wall, 'cpu': used.ru_utime + used.ru_stime, 'kib': 0}

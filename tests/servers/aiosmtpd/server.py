# SPDX-License-Identifier: BSD-3-Clause
# Copyright (c) the smtpmail authors
#
# server.py FOLDER CERTIFICATE KIND=PORT...: aiosmtpd on these ports of 127.0.0.1, every mail a file in FOLDER/mails,
# as its octets came. The kinds are plain, starttls, tls, lmtp, and relay, to which Dovecot's submission server
# passes on what it gets.
import asyncio
import itertools
import os
import ssl
import sys

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

folder, certificate, *wanted = sys.argv[1:]
number = itertools.count(1)
replies = {'refused@example.com': '550 5.1.1 No such user', 'later@example.com': '451 4.3.0 Try later'}


class Keeper:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in replies:
            return replies[address]
        envelope.rcpt_tos.append(address)
        return '250 2.1.5 OK'

    async def handle_DATA(self, server, session, envelope):
        path = f'{folder}/mails/{next(number)}'
        with open(path + '.part', 'wb') as file:
            file.write(envelope.original_content)
        os.rename(path + '.part', path)
        return '250 2.0.0 Kept'


class Relay(SMTP):
    """Dovecot passes on in chunks, and in binary, what it got so; aiosmtpd knows neither."""

    async def smtp_EHLO(self, arg):
        await self.push('250-mx.example.com')
        for extension in ('8BITMIME', 'CHUNKING', 'BINARYMIME', 'PIPELINING'):
            await self.push('250-' + extension)
        await super().smtp_HELO(arg)
        self.session.extended_smtp = True

    async def smtp_MAIL(self, arg):
        await super().smtp_MAIL(arg.replace('BODY=BINARYMIME', 'BODY=8BITMIME'))

    async def smtp_BDAT(self, arg):
        size, *last = arg.split()
        content = (self.envelope.original_content or b'') + await self._reader.readexactly(int(size))
        self.envelope.original_content = content
        if not last:
            await self.push('250 2.0.0 And then')
            return
        await self.push(await self.event_handler.handle_DATA(self, self.session, self.envelope))
        self._set_post_data_state()


def authenticate(server, session, envelope, mechanism, data):
    good = data == LoginPassword(b'crazymus@example.com', b's3cret code')
    # Not handled: the class gives the reply for it, 535.
    return AuthResult(success=good, handled=False)


async def main():
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    login = {'auth_required': True, 'authenticator': authenticate}
    kinds = {
        'plain': (SMTP, {}, None),
        'starttls': (SMTP, {'tls_context': tls, 'require_starttls': True, **login}, None),
        # It cannot see that asyncio has dealt with TLS already.
        'tls': (SMTP, {'auth_require_tls': False, **login}, tls),
        'lmtp': (LMTP, {}, None),
        'relay': (Relay, {}, None),
    }
    loop = asyncio.get_running_loop()

    def factory(kind, options):
        # At most as much as the others take.
        return lambda: kind(Keeper(), hostname='mx.example.com', enable_SMTPUTF8=True, loop=loop,
                            data_size_limit=40000000, **options)

    for name, port in (argument.split('=') for argument in wanted):
        kind, options, context = kinds[name]
        await loop.create_server(factory(kind, options), '127.0.0.1', int(port), ssl=context)
    await asyncio.Event().wait()

asyncio.run(main())

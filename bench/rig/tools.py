# SPDX-License-Identifier: BSD-3-Clause
# Copyright (c) the smtpmail authors
"""What is measured, and with what: builds and installs everything into .cache/bench."""
import os
import shutil
import subprocess

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CACHE = TOP + '/.cache/bench'
PEERS = CACHE + '/peers'
CORE = TOP + '/.cache/core'
CLIENTS = TOP + '/bench/clients'
CERTIFICATE = CACHE + '/sink.pem'
FILE = CACHE + '/25m.bin'
os.environ['PATH'] += ':/usr/sbin'


class Missing(Exception):
    """Why something cannot be had."""


def run(*command, cwd=TOP, env=None):
    done = subprocess.run(command, cwd=cwd, env={**os.environ, **(env or {})}, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Missing(f'{" ".join(command[:3])}: {(done.stderr or done.stdout).strip()[-300:]}')
    return done.stdout


def newer(target, *sources):
    return os.path.exists(target) and all(os.path.getmtime(target) >= os.path.getmtime(s) for s in sources)


def compile_c(name):
    source, target = f'{TOP}/bench/{name}.c', f'{CACHE}/{name}'
    if not newer(target, source):
        run('cc', '-std=c11', '-D_GNU_SOURCE', '-O2', '-Wall', '-Wextra', source, '-o', target, '-lssl', '-lcrypto')


def build():
    """Sink, link, floor, a certificate for them, and the file that is attached."""
    os.makedirs(CACHE, exist_ok=True)
    compile_c('sink')
    compile_c('link')
    run('make', '-s', '-C', 'smtp_core', 'BUILD=' + CORE, CORE + '/bench/floor')
    if not os.path.exists(CERTIFICATE):
        run('openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '3650', '-subj', '/CN=localhost',
            '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:10.77.0.2', '-keyout', CACHE + '/sink.key', '-out', CACHE + '/ca.pem')
        with open(CERTIFICATE, 'w', encoding='ascii') as both:
            for part in ('/ca.pem', '/sink.key'):
                with open(CACHE + part, encoding='ascii') as file:
                    both.write(file.read())
    if not os.path.exists(FILE):
        with open(FILE, 'wb') as file:
            file.write(os.urandom(25 * 1024 * 1024))


def build_module():
    """The extension as users build it, without developers' flags."""
    run(TOP + '/bench/module')
    return CACHE + '/ext/modules/smtpmail.so'


def install_composer():
    if not os.path.exists(PEERS + '/vendor/symfony/mailer'):
        os.makedirs(PEERS, exist_ok=True)
        run('composer', 'require', '--no-interaction', '--quiet', 'phpmailer/phpmailer:^7', 'symfony/mailer:^7', cwd=PEERS,
            env={'COMPOSER_ALLOW_SUPERUSER': '1'})


def install_npm():
    if not os.path.exists(PEERS + '/node_modules/nodemailer'):
        os.makedirs(PEERS, exist_ok=True)
        run('npm', 'install', '--silent', '--no-audit', '--no-fund', '--prefix', '.', 'nodemailer', cwd=PEERS)


def install_go():
    source, target = CLIENTS + '/netsmtp.go', PEERS + '/netsmtp'
    if not newer(target, source):
        os.makedirs(PEERS, exist_ok=True)
        run('go', 'build', '-o', target, source, env={'GOCACHE': CACHE + '/go', 'GO111MODULE': 'off'})


def install_curl():
    if 'curl' not in run('php', '-m').split():
        raise Missing('no php-curl')


def install_source():
    if shutil.which('smtp-source') is None:
        raise Missing('no Postfix')


PHP = ['php', '-n']
# {client: (its command, how to install it)}
COMMANDS = {
    'ours': (None, None),
    'floor': ([CORE + '/bench/floor'], None),
    'PHPMailer': (['php', CLIENTS + '/phpmailer.php', f'vendor={PEERS}/vendor'], install_composer),
    'Symfony': (['php', CLIENTS + '/symfony.php', f'vendor={PEERS}/vendor'], install_composer),
    'php-curl': (['php', CLIENTS + '/curl.php'], install_curl),
    'Nodemailer': (['node', CLIENTS + '/nodemailer.js', f'vendor={PEERS}/node_modules'], install_npm),
    'smtplib': (['python3', CLIENTS + '/smtplib.py'], None),
    'Go': ([PEERS + '/netsmtp'], install_go),
    'smtp-source': (['smtp-source', '-d', '-s', '1', '-l', '1024', '-f', 'from@example.com', '-t', 'to@example.com'], install_source),
}


def installed(quick):
    """Each peer that can be had, or (quick) that is there already: {name: None}, and of the others the reason."""
    reasons = {}
    for name, (command, install) in COMMANDS.items():
        try:
            if install is not None and quick and not there(name):
                raise Missing('not installed')
            if install is not None:
                install()
            reasons[name] = None
        except (Missing, OSError) as error:
            reasons[name] = str(error)
    return reasons


def lacking(module):
    """Which of the words that cases of ours have, an older module does not know."""
    has = run(*PHP, '-d', 'extension=' + module, '-r', 'echo method_exists("SmtpMail", "sendAll") ? "how=all " : "", ini_get("smtpmail.persistent") !== false ? "persistent" : "";')
    return [word for word in ('how=all', 'persistent') if word not in has]


def there(name):
    return {'PHPMailer': os.path.exists(PEERS + '/vendor/symfony/mailer'),
            'Symfony': os.path.exists(PEERS + '/vendor/symfony/mailer'),
            'Nodemailer': os.path.exists(PEERS + '/node_modules/nodemailer'),
            'Go': os.path.exists(PEERS + '/netsmtp')}.get(name, True)


def versions():
    """A line that says what was measured."""
    found = []
    for words, command in (
            ('PHP', ['php', '-n', '-r', 'echo PHP_VERSION;']),
            ('PHPMailer', ['php', '-r', f'require "{PEERS}/vendor/autoload.php"; echo Composer\\InstalledVersions::getPrettyVersion("phpmailer/phpmailer");']),
            ('Symfony Mailer', ['php', '-r', f'require "{PEERS}/vendor/autoload.php"; echo Composer\\InstalledVersions::getPrettyVersion("symfony/mailer");']),
            ('libcurl', ['php', '-r', 'echo curl_version()["version"];']),
            ('Nodemailer', ['node', '-p', f'require("{PEERS}/node_modules/nodemailer/package.json").version']),
            ('Node', ['node', '-p', 'process.version.slice(1)']),
            ('Python', ['python3', '-c', 'import platform; print(platform.python_version())']),
            ('Go', ['go', 'env', 'GOVERSION']),
            ('Postfix', ['postconf', '-hd', 'mail_version']),
            ('OpenSSL', ['php', '-n', '-r', 'echo OPENSSL_VERSION_TEXT;']),
            ('Linux', ['uname', '-r'])):
        try:
            text = run(*command).strip().removeprefix('go').removeprefix('OpenSSL ').split(' ')[0].removeprefix('v')
            found.append(f'{words} {text}')
        except (Missing, OSError):
            pass
    return ', '.join(found) + '.'

/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Nodemailer, with its pool where connections are kept. Arguments as in client.inc. */
const fs = require('fs');
const job = { keep: '1', tls: '0', ca: '', file: '', connections: '1' };
for (const pair of process.argv.slice(2)) {
	job[pair.split('=')[0]] = pair.slice(pair.indexOf('=') + 1);
}
const nodemailer = require(job.vendor + '/nodemailer');
const text = ('x'.repeat(70) + '\r\n').repeat(14);
const memory = () => +fs.readFileSync('/proc/self/status', 'utf8').match(/VmHWM:\s*(\d+)/)[1];
const options = { host: job.host, port: +job.port, secure: job.tls === '1', ignoreTLS: true, name: 'client.example.com' };
if (job.tls === '1') {
	options.auth = { user: 'user', pass: 'secret' };
	options.tls = { ca: fs.readFileSync(job.ca), servername: 'localhost' };
}
if (job.keep === '1') {
	Object.assign(options, { pool: true, maxConnections: +job.connections, maxMessages: Infinity });
}
const transport = nodemailer.createTransport(options);

/* As many at a time as keep all connections busy. */
async function send(mails, file) {
	let next = 0;
	const worker = async () => {
		for (let i = next++; i < mails; i = next++) {
			await transport.sendMail({ from: 'Sender <from@example.com>', to: 'Recipient <to@example.com>',
				subject: 'Message ' + i, text, attachments: file ? [{ path: file }] : [] });
		}
	};
	await Promise.all(Array.from({ length: job.keep === '1' ? 2 * job.connections : 1 }, worker));
}

(async () => {
	if (job.file) {
		await send(1, '');
		try { fs.writeFileSync('/proc/self/clear_refs', '5'); } catch { }
	}
	const before = memory(), cpu = process.cpuUsage(), started = process.hrtime.bigint();
	await send(+job.mails, job.file);
	const wall = Number(process.hrtime.bigint() - started) / 1e9, used = process.cpuUsage(cpu);
	console.log(JSON.stringify({ wall, cpu: (used.user + used.system) / 1e6, kib: memory() - before }));
	transport.close();
})().catch(error => { console.error(error); process.exit(1); });

/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "net/smtpc_peer.h"

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "net/smtpc_file.h"

static int peer_init(smtpc_peer *peer, const smtpc_peer_options *options, smtpc_error *err)
{
	int rv = smtpc_script_parse(&peer->script, peer->mem, options->script, err);
	if (rv < 0) {
		return rv;
	}
	if (options->keep >= SMTPC_KEEP_FOLDER &&
		(options->folder.len == 0 || smtpc_str_has_ctl(options->folder))) {
		return smtpc_fail(
			err, SMTPC_E_ARGUMENT, "the folder must be given, without control characters");
	}
	peer->options = *options;
	if (options->keep == SMTPC_KEEP_FOLDER) {
		bool maildir = smtpc_file_is_maildir(options->folder);
		peer->options.keep = maildir ? SMTPC_KEEP_MAILDIR : SMTPC_KEEP_EML;
	}
	peer->options.script = peer->options.folder = (smtpc_str){NULL, 0};
	if (smtpc_str_dup(peer->mem, &peer->options.folder, options->folder) < 0) {
		return smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	return SMTPC_OK;
}

smtpc_peer *smtpc_peer_new(
	const smtpc_mem *mem, const smtpc_peer_options *options, smtpc_error *err)
{
	mem = smtpc_mem_or_default(mem);
	smtpc_peer *peer = smtpc_zalloc(mem, sizeof *peer);
	if (peer == NULL) {
		(void)smtpc_fail(err, SMTPC_E_NOMEM, NULL);
		return NULL;
	}
	peer->mem = mem;
	peer->refs = 1;
	peer->store.mem = mem;
	if (peer_init(peer, options, err) < 0) {
		smtpc_peer_unref(peer);
		return NULL;
	}
	return peer;
}

smtpc_peer *smtpc_peer_ref(smtpc_peer *peer)
{
	peer->refs++;
	return peer;
}

void smtpc_peer_unref(smtpc_peer *peer)
{
	if (peer == NULL || --peer->refs > 0) {
		return;
	}
	smtpc_store_free(&peer->store);
	smtpc_script_free(&peer->script);
	smtpc_str_free(peer->mem, &peer->options.folder);
	smtpc_free(peer->mem, peer);
}

bool smtpc_peer_next(smtpc_peer *peer, smtpc_peer_mail *mail)
{
	return smtpc_store_next(&peer->store, mail);
}

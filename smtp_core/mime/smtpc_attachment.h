/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The insides of an attachment. */
#ifndef SMTPC_ATTACHMENT_H
#define SMTPC_ATTACHMENT_H

#include "mime/smtpc_content.h"

struct smtpc_attachment {
	const smtpc_mem *mem;
	unsigned refs;
	smtpc_content *content; /* a reference; copies share it */
	smtpc_str name, type, content_id;
	bool is_inline;
	smtpc_str fields; /* Content-Type, Content-Disposition and Content-ID as they go out */
};

/* Around |content|, of which it takes the reference, also on failure. As smtpc_attachment_new_blob,
 * but that message/… is a type like others. */
smtpc_attachment *smtpc_attachment_wrap(const smtpc_mem *mem,
	const smtpc_attachment_options *options, smtpc_content *content, smtpc_error *err);

#endif

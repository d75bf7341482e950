/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "mime/smtpc_content.h"

#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "mime/smtpc_encode.h"

/* RFC 2045 §6.7, §6.8: the smaller one; quoted-printable, which people can read, if they tie. */
static smtpc_encoding content_choose(smtpc_str text, const smtpc_scan *scan)
{
	if (scan->seven_bit) {
		return SMTPC_ENC_7BIT;
	}
	uint64_t base64 = smtpc_encoded_size(text, SMTPC_ENC_BASE64, scan);
	/* Without the soft line breaks: if that is too much already, there is no need to count them. */
	if (scan->size + 2 * scan->escapes > base64) {
		return SMTPC_ENC_BASE64;
	}
	return smtpc_encoded_size(text, SMTPC_ENC_QP, scan) <= base64 ? SMTPC_ENC_QP : SMTPC_ENC_BASE64;
}

int smtpc_content_new_text(smtpc_content **content, const smtpc_mem *mem, smtpc_blob blob,
	smtpc_str charset, smtpc_encoding encoding)
{
	smtpc_scan scan = smtpc_scan_text(blob.data);
	int rc = SMTPC_E_ARGUMENT;
	smtpc_content *made = NULL;
	if (encoding == SMTPC_ENC_7BIT && !scan.seven_bit) {
		goto fail;
	}
	rc = SMTPC_E_NOMEM;
	made = smtpc_zalloc(mem, sizeof *made);
	if (made == NULL) {
		goto fail;
	}
	*made = (smtpc_content){.mem = mem, .refs = 1};
	if (smtpc_str_dup(mem, &made->charset, charset) < 0) {
		goto fail;
	}
	made->encoding = encoding == SMTPC_ENC_AUTO ? content_choose(blob.data, &scan) : encoding;
	made->encoded_size = smtpc_encoded_size(blob.data, made->encoding, &scan);
	made->blob = blob;
	*content = made;
	return SMTPC_OK;

fail:
	smtpc_content_unref(made);
	if (blob.owner != NULL) {
		blob.release(blob.owner);
	}
	return rc;
}

smtpc_content *smtpc_content_ref(smtpc_content *content)
{
	if (content != NULL) {
		content->refs++;
	}
	return content;
}

void smtpc_content_unref(smtpc_content *content)
{
	if (content == NULL || --content->refs > 0) {
		return;
	}
	if (content->blob.owner != NULL) {
		content->blob.release(content->blob.owner);
	}
	smtpc_str_free(content->mem, &content->charset);
	smtpc_free(content->mem, content);
}

/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "mime/smtpc_part_fields.h"

#include "base/smtpc_str.h"
#include "mime/smtpc_param.h"

enum { ID_MAX_OCTETS = 200 };

static const smtpc_str param_charset = {"charset", 7};
static const smtpc_str param_name = {"name", 4};

static void type_put_params(
	smtpc_fold *fold, const smtpc_type *type, smtpc_str charset, smtpc_str name)
{
	for (size_t i = 0; i < type->param_count; i++) {
		char buf[SMTPC_TYPE_MAX];
		const smtpc_type_param *param = &type->params[i];
		bool is_charset = charset.len > 0 && smtpc_str_ieq(param->name, param_charset);
		bool is_name = name.len > 0 && smtpc_str_ieq(param->name, param_name);
		if (!is_charset && !is_name) {
			smtpc_param_put(fold, param->name, smtpc_type_value(param, buf));
		}
	}
}

int smtpc_part_put_type(smtpc_buf *out, const smtpc_type *type, smtpc_str charset, smtpc_str name)
{
	smtpc_fold fold;
	smtpc_fold_begin_text(&fold, out, SMTPC_STR("Content-Type: "));
	smtpc_fold_put(&fold, type->name);
	type_put_params(&fold, type, charset, name);
	if (charset.len > 0) {
		smtpc_param_put(&fold, param_charset, charset);
	}
	if (name.len > 0) {
		smtpc_param_put_2047(&fold, param_name, name);
	}
	return smtpc_fold_end(&fold);
}

int smtpc_part_put_disposition(smtpc_buf *out, bool is_inline, smtpc_str filename)
{
	smtpc_fold fold;
	smtpc_str kind = is_inline ? SMTPC_STR("Content-Disposition: inline")
							   : SMTPC_STR("Content-Disposition: attachment");
	smtpc_fold_begin_text(&fold, out, kind);
	if (filename.len > 0) {
		smtpc_param_put_2231(&fold, SMTPC_STR("filename"), filename);
	}
	return smtpc_fold_end(&fold);
}

int smtpc_part_put_id(smtpc_buf *out, smtpc_str id)
{
	smtpc_fold fold;
	smtpc_fold_begin_text(&fold, out, SMTPC_STR("Content-ID: <"));
	smtpc_fold_put(&fold, id);
	smtpc_fold_put(&fold, SMTPC_STR(">"));
	return smtpc_fold_end(&fold);
}

const char *smtpc_part_id_wrong(smtpc_str id)
{
	if (id.len == 0) {
		return "is empty";
	}
	if (id.len > ID_MAX_OCTETS) {
		return "is longer than 200 octets";
	}
	for (size_t i = 0; i < id.len; i++) {
		char c = id.ptr[i];
		if (c <= ' ' || c > '~' || c == '<' || c == '>') {
			return "has something else in it than printable ASCII without spaces, < and >";
		}
	}
	return NULL;
}

/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The fields that say what a part is: Content-Type, Content-Disposition, Content-ID. All append
 * whole fields to |out| and return 0 or NOMEM; on NOMEM |out| may have gained a part of the field.
 */
#ifndef SMTPC_PART_FIELDS_H
#define SMTPC_PART_FIELDS_H

#include "base/smtpc_buf.h"
#include "mime/smtpc_type.h"

/* Content-Type with the type's own parameters. |charset| (a token) and |name| (of a file, as
 * smtpc_param_name_wrong() has it), unless they are empty, stand in place of parameters of these
 * names. Not folded behind the field's name: a type of more than 60 octets makes a longer line. */
int smtpc_part_put_type(smtpc_buf *out, const smtpc_type *type, smtpc_str charset, smtpc_str name);
/* Content-Disposition (RFC 2183); |filename| may be empty: then there is none. */
int smtpc_part_put_disposition(smtpc_buf *out, bool is_inline, smtpc_str filename);
/* Content-ID (RFC 2045 §7), as smtpc_part_id_wrong() has it. */
int smtpc_part_put_id(smtpc_buf *out, smtpc_str id);

/* NULL if |id| may stand between the angle brackets of a Content-ID, else what is wrong with it, to
 * go on behind "the content id": empty, more than 200 octets, anything but printable ASCII without
 * spaces and angle brackets. No "@" is asked for: `cid:logo.png` is common, and works. */
const char *smtpc_part_id_wrong(smtpc_str id);

#endif

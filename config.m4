dnl SPDX-License-Identifier: BSD-3-Clause
dnl Copyright (c) the smtpmail authors

PHP_ARG_ENABLE([smtpmail],
  [whether to enable smtpmail],
  [AS_HELP_STRING([--enable-smtpmail],
    [Enable smtpmail: native SMTP submission over TLS])])

PHP_ARG_WITH([smtpmail-openssl],
  [for the prefix of OpenSSL],
  [AS_HELP_STRING([[--with-smtpmail-openssl=DIR]],
    [smtpmail: the OpenSSL in DIR (1.1.1 or later) instead of the system's])],
  [no],
  [no])

PHP_ARG_ENABLE([smtpmail-dev],
  [whether to make warnings errors in smtpmail],
  [AS_HELP_STRING([--enable-smtpmail-dev],
    [smtpmail: warnings are errors])],
  [no],
  [no])

if test "$PHP_SMTPMAIL" != "no"; then
  if test "$PHP_SMTPMAIL_OPENSSL" != "no" && test "$PHP_SMTPMAIL_OPENSSL" != "yes"; then
    PKG_CONFIG_PATH="$PHP_SMTPMAIL_OPENSSL/lib/pkgconfig:$PHP_SMTPMAIL_OPENSSL/lib64/pkgconfig:$PKG_CONFIG_PATH"
    export PKG_CONFIG_PATH
  fi

  PKG_CHECK_MODULES([SMTPMAIL_OPENSSL], [openssl >= 1.1.1])
  PKG_CHECK_MODULES([SMTPMAIL_IDN2], [libidn2])
  dnl SASLprep, for SCRAM with names and passwords beyond ASCII.
  smtpmail_saslprep=
  PKG_CHECK_MODULES([SMTPMAIL_IDN], [libidn], [smtpmail_saslprep=-DSMTPC_HAVE_LIBIDN=1],
    [AC_MSG_WARN([libidn not found: SCRAM will refuse user names and passwords beyond ASCII])])
  if test -n "$smtpmail_saslprep"; then
    PHP_EVAL_INCLINE([$SMTPMAIL_IDN_CFLAGS])
    PHP_EVAL_LIBLINE([$SMTPMAIL_IDN_LIBS], [SMTPMAIL_SHARED_LIBADD])
  fi
  PHP_EVAL_INCLINE([$SMTPMAIL_OPENSSL_CFLAGS])
  PHP_EVAL_INCLINE([$SMTPMAIL_IDN2_CFLAGS])
  PHP_EVAL_LIBLINE([$SMTPMAIL_OPENSSL_LIBS], [SMTPMAIL_SHARED_LIBADD])
  PHP_EVAL_LIBLINE([$SMTPMAIL_IDN2_LIBS], [SMTPMAIL_SHARED_LIBADD])
  dnl Names are looked up in a thread that may outlive its request: once loaded, the code must stay,
  dnl or there are no threads.
  smtpmail_threads="-DSMTPC_NO_THREADS"
  PHP_ADD_LIBRARY([pthread],, [SMTPMAIL_SHARED_LIBADD])
  AC_MSG_CHECKING([whether the linker knows -z nodelete])
  smtpmail_ldflags=$LDFLAGS
  LDFLAGS="$LDFLAGS -Wl,-z,nodelete"
  AC_LINK_IFELSE([AC_LANG_PROGRAM([[#include <pthread.h>]], [[return (int)pthread_self();]])],
    [smtpmail_nodelete=yes], [smtpmail_nodelete=no])
  LDFLAGS=$smtpmail_ldflags
  AC_MSG_RESULT([$smtpmail_nodelete])
  if test "$ext_shared" = "no"; then
    smtpmail_threads=
  elif test "$smtpmail_nodelete" = "yes"; then
    smtpmail_threads=
    SMTPMAIL_SHARED_LIBADD="$SMTPMAIL_SHARED_LIBADD -Wl,-z,nodelete"
  fi
  PHP_SUBST([SMTPMAIL_SHARED_LIBADD])

  dnl The lists that config.w32 repeats.
  smtpmail_zend="smtpmail.c \
    src/smtpmail_address.c \
    src/smtpmail_attachment.c \
    src/smtpmail_batch.c \
    src/smtpmail_batch_iterator.c \
    src/smtpmail_batch_run.c \
    src/smtpmail_body.c \
    src/smtpmail_client.c \
    src/smtpmail_config.c \
    src/smtpmail_content.c \
    src/smtpmail_delivery.c \
    src/smtpmail_driver.c \
    src/smtpmail_dsn.c \
    src/smtpmail_enum.c \
    src/smtpmail_envelope.c \
    src/smtpmail_exception.c \
    src/smtpmail_feed.c \
    src/smtpmail_functions.c \
    src/smtpmail_group.c \
    src/smtpmail_inside.c \
    src/smtpmail_key.c \
    src/smtpmail_message.c \
    src/smtpmail_options.c \
    src/smtpmail_origin.c \
    src/smtpmail_pool.c \
    src/smtpmail_result.c \
    src/smtpmail_server.c \
    src/smtpmail_signer.c \
    src/smtpmail_signing.c \
    src/smtpmail_source.c \
    src/smtpmail_stats.c \
    src/smtpmail_value.c \
    src/smtpmail_waiter.c"
  smtpmail_core="smtp_core/base/smtpc_b64.c \
    smtp_core/base/smtpc_b64_avx2.c \
    smtp_core/base/smtpc_b64_lines.c \
    smtp_core/base/smtpc_b64_neon.c \
    smtp_core/base/smtpc_buf.c \
    smtp_core/base/smtpc_err.c \
    smtp_core/base/smtpc_idna.c \
    smtp_core/base/smtpc_mem.c \
    smtp_core/base/smtpc_saslprep.c \
    smtp_core/base/smtpc_spool.c \
    smtp_core/base/smtpc_str.c \
    smtp_core/mime/smtpc_addr.c \
    smtp_core/mime/smtpc_addrlex.c \
    smtp_core/mime/smtpc_addrlist.c \
    smtp_core/mime/smtpc_addrname.c \
    smtp_core/mime/smtpc_addrparse.c \
    smtp_core/mime/smtpc_attachment.c \
    smtp_core/mime/smtpc_body.c \
    smtp_core/mime/smtpc_char.c \
    smtp_core/mime/smtpc_content.c \
    smtp_core/mime/smtpc_date.c \
    smtp_core/mime/smtpc_encode.c \
    smtp_core/mime/smtpc_encword.c \
    smtp_core/mime/smtpc_entity.c \
    smtp_core/mime/smtpc_fields.c \
    smtp_core/mime/smtpc_fold.c \
    smtp_core/mime/smtpc_head.c \
    smtp_core/mime/smtpc_header.c \
    smtp_core/mime/smtpc_lines.c \
    smtp_core/mime/smtpc_literal.c \
    smtp_core/mime/smtpc_message.c \
    smtp_core/mime/smtpc_nested.c \
    smtp_core/mime/smtpc_open.c \
    smtp_core/mime/smtpc_param.c \
    smtp_core/mime/smtpc_part.c \
    smtp_core/mime/smtpc_part_fields.c \
    smtp_core/mime/smtpc_raw.c \
    smtp_core/mime/smtpc_rawfield.c \
    smtp_core/mime/smtpc_rawscan.c \
    smtp_core/mime/smtpc_reader.c \
    smtp_core/mime/smtpc_scan.c \
    smtp_core/mime/smtpc_sign.c \
    smtp_core/mime/smtpc_signature.c \
    smtp_core/mime/smtpc_tree.c \
    smtp_core/mime/smtpc_type.c \
    smtp_core/mime/smtpc_writer.c \
    smtp_core/crypto/smtpc_digest.c \
    smtp_core/crypto/smtpc_dkim.c \
    smtp_core/crypto/smtpc_dkim_body.c \
    smtp_core/crypto/smtpc_dkim_sign.c \
    smtp_core/crypto/smtpc_hmac.c \
    smtp_core/crypto/smtpc_key.c \
    smtp_core/crypto/smtpc_rand.c \
    smtp_core/crypto/smtpc_smime.c \
    smtp_core/crypto/smtpc_smime_id.c \
    smtp_core/proto/smtpc_auth.c \
    smtp_core/proto/smtpc_bdat.c \
    smtp_core/proto/smtpc_codes.c \
    smtp_core/proto/smtpc_dot.c \
    smtp_core/proto/smtpc_ehlo.c \
    smtp_core/proto/smtpc_hello.c \
    smtp_core/proto/smtpc_job.c \
    smtp_core/proto/smtpc_outcome.c \
    smtp_core/proto/smtpc_params.c \
    smtp_core/proto/smtpc_reply.c \
    smtp_core/proto/smtpc_sasl.c \
    smtp_core/proto/smtpc_scram.c \
    smtp_core/proto/smtpc_session.c \
    smtp_core/proto/smtpc_trace.c \
    smtp_core/proto/smtpc_transaction.c \
    smtp_core/proto/smtpc_transfer.c \
    smtp_core/proto/smtpc_wishes.c \
    smtp_core/proto/smtpc_xtext.c \
    smtp_core/net/smtpc_alarms.c \
    smtp_core/net/smtpc_batch.c \
    smtp_core/net/smtpc_client.c \
    smtp_core/net/smtpc_client_info.c \
    smtp_core/net/smtpc_client_source.c \
    smtp_core/net/smtpc_conn.c \
    smtp_core/net/smtpc_dial.c \
    smtp_core/net/smtpc_drop.c \
    smtp_core/net/smtpc_dsn.c \
    smtp_core/net/smtpc_file.c \
    smtp_core/net/smtpc_link.c \
    smtp_core/net/smtpc_lookup.c \
    smtp_core/net/smtpc_mails.c \
    smtp_core/net/smtpc_options.c \
    smtp_core/net/smtpc_options_copy.c \
    smtp_core/net/smtpc_peer.c \
    smtp_core/net/smtpc_plan.c \
    smtp_core/net/smtpc_poller.c \
    smtp_core/net/smtpc_proxy.c \
    smtp_core/net/smtpc_resolve.c \
    smtp_core/net/smtpc_scenario.c \
    smtp_core/net/smtpc_script.c \
    smtp_core/net/smtpc_sock.c \
    smtp_core/net/smtpc_stamp.c \
    smtp_core/net/smtpc_tls.c \
    smtp_core/net/smtpc_tls_binding.c \
    smtp_core/net/smtpc_tls_cache.c \
    smtp_core/net/smtpc_tls_context.c \
    smtp_core/net/smtpc_tls_pin.c \
    smtp_core/net/smtpc_tls_session.c \
    smtp_core/net/smtpc_tls_text.c \
    smtp_core/net/smtpc_tls_trust.c \
    smtp_core/net/smtpc_tls_verify.c"

  dnl PHP loads extensions with RTLD_GLOBAL: only get_module may be seen from outside.
  smtpmail_cflags="-I@ext_srcdir@ -I@ext_srcdir@/src -I@ext_srcdir@/smtp_core \
    -std=gnu11 -D_GNU_SOURCE $smtpmail_saslprep -DZEND_ENABLE_STATIC_TSRMLS_CACHE=1 -fvisibility=hidden \
    -std=gnu11 -D_GNU_SOURCE -DZEND_ENABLE_STATIC_TSRMLS_CACHE=1 -fvisibility=hidden \
    $smtpmail_threads \
    -Wall -Wextra -Wshadow -Wmissing-prototypes -Wstrict-prototypes -Wvla \
    -Wno-unused-parameter -Wno-missing-field-initializers -Wno-sign-compare"
  if test "$PHP_SMTPMAIL_DEV" != "no"; then
    smtpmail_cflags="$smtpmail_cflags -Werror"
  fi

  PHP_NEW_EXTENSION([smtpmail], [$smtpmail_zend $smtpmail_core], [$ext_shared],, [$smtpmail_cflags])
  PHP_ADD_BUILD_DIR([$ext_builddir/src])
  PHP_ADD_BUILD_DIR([$ext_builddir/smtp_core/base])
  PHP_ADD_BUILD_DIR([$ext_builddir/smtp_core/mime])
  PHP_ADD_BUILD_DIR([$ext_builddir/smtp_core/crypto])
  PHP_ADD_BUILD_DIR([$ext_builddir/smtp_core/proto])
  PHP_ADD_BUILD_DIR([$ext_builddir/smtp_core/net])
  PHP_ADD_EXTENSION_DEP([smtpmail], [date])
  PHP_ADD_EXTENSION_DEP([smtpmail], [spl])
  PHP_ADD_EXTENSION_DEP([smtpmail], [standard])
  PHP_INSTALL_HEADERS([ext/smtpmail], [php_smtpmail.h])
fi

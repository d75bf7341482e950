<?php

/** @generate-class-entries */

namespace SmtpMail;

/**
 * Auto: implicit TLS on 465, otherwise STARTTLS required; on loopback plain text. None: plain text,
 * explicitly.
 */
enum Tls
{
    case Auto;
    case None;
    case StartTls;
    case Implicit;
    case Opportunistic;
}

enum AuthMechanism: string
{
    case Plain = 'PLAIN';
    case Login = 'LOGIN';
    case CramMd5 = 'CRAM-MD5';
    case ScramSha1 = 'SCRAM-SHA-1';
    case ScramSha1Plus = 'SCRAM-SHA-1-PLUS';
    case ScramSha256 = 'SCRAM-SHA-256';
    case ScramSha256Plus = 'SCRAM-SHA-256-PLUS';
    case XOAuth2 = 'XOAUTH2';
    case OAuthBearer = 'OAUTHBEARER';
    case External = 'EXTERNAL';
}

/** Where an attempt stood. Commit: the content is out, the final reply is awaited. */
enum Stage: string
{
    case Resolve = 'resolve';
    case Connect = 'connect';
    case Proxy = 'proxy';
    case Handshake = 'tls';
    case Greeting = 'greeting';
    case Ehlo = 'ehlo';
    case StartTls = 'starttls';
    case Auth = 'auth';
    case MailFrom = 'mail';
    case RcptTo = 'rcpt';
    case Data = 'data';
    case Content = 'content';
    case Commit = 'commit';
    case Reset = 'rset';
    case Quit = 'quit';
}

enum Outcome: string
{
    case Accepted = 'accepted';
    case Rejected = 'rejected';
    case NotSent = 'not_sent';
    case InDoubt = 'in_doubt';
}

enum RecipientPolicy
{
    case DeliverAccepted;
    case RequireAll;
}

enum Notify: string
{
    case Never = 'NEVER';
    case Success = 'SUCCESS';
    case Failure = 'FAILURE';
    case Delay = 'DELAY';
}

enum DsnReturn: string
{
    case Full = 'FULL';
    case Headers = 'HDRS';
}

/**
 * Auto: the smallest 7-bit-safe encoding for the content, the same for every server. EightBit and Binary
 * only by name: where the server lacks 8BITMIME / BINARYMIME they become quoted-printable / base64, or
 * CapabilityException if signed.
 */
enum Encoding: string
{
    case Auto = 'auto';
    case SevenBit = '7bit';
    case EightBit = '8bit';
    case QuotedPrintable = 'quoted-printable';
    case Base64 = 'base64';
    case Binary = 'binary';
}

/** For S/MIME. Gcm needs OpenSSL 3.0. */
enum Cipher: string
{
    case Aes256Gcm = 'aes-256-gcm';
    case Aes256Cbc = 'aes-256-cbc';
}

/** For an ESMTP feature: Require fails before MAIL FROM where the server lacks it. */
enum Need
{
    case Never;
    case Prefer;
    case Require;
}

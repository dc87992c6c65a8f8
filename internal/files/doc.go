// Package files owns uploaded files 附件: what may come in, who may have it back, and how long what nobody used is kept.
//
// # Table
//
// files. The bytes are platform/storage's; a row names them by a key.
//
// # Invariants
//
//   - What a file is, is found in its bytes ([Sniff]); name and bytes must fit, and only the kinds of [Extensions] come in.
//   - A file belongs to nothing until the row it stands behind is written, in the same transaction ([Store.Bind]); from then on
//     it is never removed. Until then only its uploader sees it, and after [UnboundFor] housekeeping removes it.
//   - Each download asks the room that owns the row it belongs to ([Readable]) and hashes the bytes before the first one is sent.
//     What has changed on the disk is not sent, and the audit says so.
//   - A file is only ever an attachment: no browser shows it inside a page of ours.
//
// # Neighbours
//
// No other feature is imported. The rooms that take evidence get [Store.Look] and [Store.Bind] through interfaces of their own.
package files

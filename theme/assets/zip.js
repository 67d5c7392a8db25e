// What the office formats are made of: a ZIP archive whose files are stored, not packed
// (APPNOTE 6.3), and text made safe for the XML in it.
"use strict";

(() => {
  const encoder = new TextEncoder();

  const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  // XML has no way to write control characters and half a sign, so they are dropped.
  const xmlText = (text) =>
    text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Cs}]/gu, "").replace(/[&<>"]/g, (sign) => ESCAPES[sign]);

  const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
    let value = index;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });

  function crc32(bytes) {
    let crc = 0xffffffff;
    for (const byte of bytes) crc = TABLE[(crc ^ byte) & 0xff] ^ (crc >>> 8);
    return (crc ^ 0xffffffff) >>> 0;
  }

  // Little-endian numbers: [size in bytes, value] pairs in a row.
  function pack(...fields) {
    const bytes = [];
    for (const [size, value] of fields) {
      for (let index = 0; index < size; index += 1) bytes.push((value >>> (8 * index)) & 0xff);
    }
    return Uint8Array.from(bytes);
  }

  // 1 January 1980, the first day a ZIP archive knows: the same text gives the same file.
  const EPOCH = 0x21;

  // `files`: [[path, text or bytes], …]; `type`: the media type of the whole. Gives a Blob.
  function zip(files, type) {
    const parts = [];
    const directory = [];
    let offset = 0;
    for (const [name, data] of files) {
      const path = encoder.encode(name);
      const content = typeof data === "string" ? encoder.encode(data) : data;
      const common = [[2, 20], [2, 0x800], [2, 0], [2, 0], [2, EPOCH], [4, crc32(content)],
        [4, content.length], [4, content.length], [2, path.length], [2, 0]];
      const head = pack([4, 0x04034b50], ...common);
      directory.push(pack([4, 0x02014b50], [2, 20], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]), path);
      parts.push(head, path, content);
      offset += head.length + path.length + content.length;
    }
    const size = directory.reduce((sum, part) => sum + part.length, 0);
    const end = pack([4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, size], [4, offset], [2, 0]);
    return new Blob([...parts, ...directory, end], { type });
  }

  Object.assign((window.samskabelse ??= {}), { xmlText, zip });
})();

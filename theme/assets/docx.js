// A Word document of headings and paragraphs: Office Open XML (ECMA-376). Needs zip.js.
"use strict";

(() => {
  const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  // XML has no way to write control characters, so they are dropped.
  const escape = (text) =>
    text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "").replace(/[&<>"]/g, (sign) => ESCAPES[sign]);

  function paragraph({ style, text }) {
    const properties = style ? `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>` : "";
    return `<w:p>${properties}<w:r><w:t xml:space="preserve">${escape(text)}</w:t></w:r></w:p>`;
  }

  const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
  const RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships";
  const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml";

  const style = (id, name, size, bold) =>
    `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:pPr><w:spacing w:before="240" w:after="80"/>` +
    `</w:pPr><w:rPr>${bold ? "<w:b/>" : "<w:i/>"}<w:sz w:val="${size}"/></w:rPr></w:style>`;

  // `paragraphs`: [{ style: "Title" | "Heading1" | "Note" | undefined, text }]. Gives a Blob.
  function docx(paragraphs) {
    return window.samskabelse.zip([
      ["[Content_Types].xml", `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
        `<Override PartName="/word/document.xml" ContentType="${TYPES}.document.main+xml"/>` +
        `<Override PartName="/word/styles.xml" ContentType="${TYPES}.styles+xml"/></Types>`],
      ["_rels/.rels", `${XML}<Relationships xmlns="${RELATIONS}"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>`],
      ["word/_rels/document.xml.rels", `${XML}<Relationships xmlns="${RELATIONS}"><Relationship Id="r1" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`],
      ["word/styles.xml", `${XML}<w:styles xmlns:w="${MAIN}"><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="da-DK"/><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>` +
        `${style("Title", "Title", 40, true)}${style("Heading1", "heading 1", 26, true)}${style("Note", "Note", 18, false)}</w:styles>`],
      ["word/document.xml", `${XML}<w:document xmlns:w="${MAIN}"><w:body>${paragraphs.map(paragraph).join("")}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>`],
    ], "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
  }

  Object.assign((window.samskabelse ??= {}), { docx });
})();

// A Word document of headings, paragraphs and tables: Office Open XML (ECMA-376). Needs zip.js.
"use strict";

(() => {
  const { xmlText, zip } = window.samskabelse;

  function paragraph({ style, text }) {
    const properties = style ? `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>` : "";
    const lines = text.split("\n").map((line) => `<w:t xml:space="preserve">${xmlText(line)}</w:t>`);
    return `<w:p>${properties}<w:r>${lines.join("<w:br/>")}</w:r></w:p>`;
  }

  const SIDES = ["top", "left", "bottom", "right", "insideH", "insideV"];
  const BORDERS = SIDES.map((side) => `<w:${side} w:val="single" w:sz="4" w:color="8A8475"/>`).join("");

  // A row that never breaks across pages; the head is repeated on each.
  function row(cells, widths, style) {
    const properties = `<w:trPr><w:cantSplit/>${style ? "<w:tblHeader/>" : ""}</w:trPr>`;
    const cell = (text, index) => `<w:tc><w:tcPr><w:tcW w:w="${widths[index]}" w:type="dxa"/></w:tcPr>${paragraph({ style, text })}</w:tc>`;
    return `<w:tr>${properties}${cells.map(cell).join("")}</w:tr>`;
  }

  // A paragraph follows every table, as Word requires at the end of a document.
  function table({ head, rows, widths }) {
    const properties = `<w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>${BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>`;
    const grid = widths.map((width) => `<w:gridCol w:w="${width}"/>`).join("");
    const body = rows.map((cells) => row(cells, widths)).join("");
    return `<w:tbl>${properties}<w:tblGrid>${grid}</w:tblGrid>${row(head, widths, "TableHead")}${body}</w:tbl>${paragraph({ text: "" })}`;
  }

  const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
  const RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships";
  const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml";

  const style = (id, name, size, bold, before = 240) =>
    `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:pPr><w:spacing w:before="${before}" w:after="80"/>` +
    `</w:pPr><w:rPr>${bold ? "<w:b/>" : "<w:i/>"}<w:sz w:val="${size}"/></w:rPr></w:style>`;

  // `parts`: paragraphs { style: "Title" | "Heading1" | "Note" | undefined, text }, and tables
  // { head: [text], rows: [[text]], widths: [twentieths of a point] }. Gives a Blob.
  function docx(parts) {
    return zip([
      ["[Content_Types].xml", `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
        `<Override PartName="/word/document.xml" ContentType="${TYPES}.document.main+xml"/>` +
        `<Override PartName="/word/styles.xml" ContentType="${TYPES}.styles+xml"/></Types>`],
      ["_rels/.rels", `${XML}<Relationships xmlns="${RELATIONS}"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>`],
      ["word/_rels/document.xml.rels", `${XML}<Relationships xmlns="${RELATIONS}"><Relationship Id="r1" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`],
      ["word/styles.xml", `${XML}<w:styles xmlns:w="${MAIN}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="22"/><w:lang w:val="da-DK"/></w:rPr></w:rPrDefault></w:docDefaults>` +
        `${style("Title", "Title", 40, true)}${style("Heading1", "heading 1", 26, true)}${style("Note", "Note", 18, false)}${style("TableHead", "Table Head", 20, true, 0)}</w:styles>`],
      ["word/document.xml", `${XML}<w:document xmlns:w="${MAIN}"><w:body>${parts.map((part) => (part.rows ? table(part) : paragraph(part))).join("")}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`],
    ], "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
  }

  Object.assign((window.samskabelse ??= {}), { docx });
})();

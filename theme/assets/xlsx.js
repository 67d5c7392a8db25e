// An Excel workbook of one sheet: Office Open XML (ECMA-376). Needs zip.js.
// Every text is an inline string in a text cell, so nothing in it is ever a formula.
"use strict";

(() => {
  const { xmlText, zip } = window.samskabelse;
  const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships";
  const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml";

  // The cell styles, by their place in `STYLES`. A quoted text stays a text when it is edited.
  const HEADING = 1;
  const TEXT = 2;
  const QUOTED = 3;
  const DATE = 4;
  const TOP = '<alignment vertical="top" wrapText="1"/>';
  const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFCFE5E0"/></patternFill></fill></fills>' +
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5">' +
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
    `<xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1" applyAlignment="1">${TOP}</xf>` +
    `<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">${TOP}</xf>` +
    `<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1" applyAlignment="1">${TOP}</xf>` +
    `<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">${TOP}</xf>` +
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';

  const letter = (index) => String.fromCharCode(65 + index);
  // _x0041_ would be read as a sign's number; the first underscore is written as one itself.
  const text = (value) => xmlText(value.replace(/_(?=x[0-9a-f]{4}_)/gi, "_x005F_"));
  // Days since 30 December 1899, as spreadsheets count.
  const serial = (day) => Math.round((Date.parse(`${day}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000);

  function textCell(place, value, style) {
    const kept = style === TEXT && /^\s*[=+\-@'\t]/.test(value) ? QUOTED : style;
    return `<c r="${place}" s="${kept}" t="inlineStr"><is><t xml:space="preserve">${text(value)}</t></is></c>`;
  }

  function cell(place, value, { type }) {
    if (type === "date") return value ? `<c r="${place}" s="${DATE}"><v>${serial(value)}</v></c>` : `<c r="${place}" s="${DATE}"/>`;
    return value ? textCell(place, value, TEXT) : `<c r="${place}" s="${TEXT}"/>`;
  }

  const row = (number, cells) => `<row r="${number}">${cells.join("")}</row>`;

  // A drop-down to pick from; the last rows are for points that people add themselves.
  const SPARE = 50;
  function choices(columns, rows) {
    const lists = columns.flatMap(({ choices: offered }, index) => (offered
      ? [`<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="${letter(index)}2:${letter(index)}${rows.length + 1 + SPARE}"><formula1>"${text(offered.join(","))}"</formula1></dataValidation>`]
      : []));
    return lists.length ? `<dataValidations count="${lists.length}">${lists.join("")}</dataValidations>` : "";
  }

  function sheet(columns, rows) {
    const head = row(1, columns.map(({ title }, index) => textCell(`${letter(index)}1`, title, HEADING)));
    const body = rows.map((values, number) => row(number + 2, values.map((value, index) => cell(`${letter(index)}${number + 2}`, value, columns[index]))));
    return `${XML}<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
      '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
      `<cols>${columns.map(({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`).join("")}</cols>` +
      `<sheetData>${head}${body.join("")}</sheetData>${choices(columns, rows)}` +
      '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>';
  }

  // `columns`: [{ title, width, type: "date" | undefined, choices: [text] | undefined }];
  // `rows`: texts, and dates as 2026-11-22; `name` is the sheet's. Gives a Blob.
  function xlsx(name, columns, rows) {
    const type = (part) => `${TYPES}.${part}+xml`;
    return zip([
      ["[Content_Types].xml", `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
        `<Override PartName="/xl/workbook.xml" ContentType="${type("sheet.main")}"/>` +
        `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type("worksheet")}"/>` +
        `<Override PartName="/xl/styles.xml" ContentType="${type("styles")}"/></Types>`],
      ["_rels/.rels", `${XML}<Relationships xmlns="${RELATIONS}"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
      ["xl/workbook.xml", `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><bookViews><workbookView/></bookViews><sheets><sheet name="${xmlText(name)}" sheetId="1" r:id="r1"/></sheets>` +
        `<definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">${xmlText(name)}!$1:$1</definedName></definedNames></workbook>`],
      ["xl/_rels/workbook.xml.rels", `${XML}<Relationships xmlns="${RELATIONS}"><Relationship Id="r1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>` +
        `<Relationship Id="r2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`],
      ["xl/styles.xml", STYLES],
      ["xl/worksheets/sheet1.xml", sheet(columns, rows)],
    ], TYPES.replace("sheetml", "sheetml.sheet"));
  }

  Object.assign(window.samskabelse, { xlsx });
})();

// A filled-in checklist as files: Excel, Word, CSV, Markdown and calendar. Every text is a text
// in each of them, whatever signs it holds. Needs share.js, docx.js and xlsx.js.
//
// `report`: { title, process, processId, day, stamp, answers: [labels], rows: [{ id, list, text,
// answer, note, owner, due, remark }] }, with days as 2026-11-22 and "" for what is not given.
"use strict";

(() => {
  const { csv, docx, plainInMarkdown, xlsx } = window.samskabelse;
  const COLUMNS = [
    ["Punkt", 48, ({ text }) => text],
    ["Svar", 14, ({ answer }) => answer],
    ["Note", 40, ({ note }) => note],
    ["Ansvarlig", 20, ({ owner }) => owner],
    ["Frist", 12, ({ due }) => due],
    ["Bemærkning", 28, ({ remark }) => remark],
    ["Tjekliste", 28, ({ list }) => list],
    ["Forløb", 24, (one, { process }) => process],
  ];
  const heads = COLUMNS.map(([title]) => title);
  const values = (report) => report.rows.map((row) => COLUMNS.map(([, , value]) => value(row, report)));

  // 2026-11-22 as 22. november 2026.
  const written = (dateStyle) => (day) =>
    day && new Intl.DateTimeFormat("da", { dateStyle, timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
  const danishDay = written("long");
  const shortDay = written("short");

  function asXlsx(report) {
    const special = { Svar: { choices: report.answers }, Frist: { type: "date" } };
    return xlsx("Tjekliste", COLUMNS.map(([title, width]) => ({ title, width, ...special[title] })), values(report));
  }

  const asCsv = (report) => csv([heads, ...values(report)]);

  // The rows of each list, under its title, in the order of the page.
  function byList({ rows }) {
    const lists = new Map();
    for (const row of rows) lists.set(row.list, [...(lists.get(row.list) ?? []), row]);
    return [...lists];
  }

  const about = ({ process, day }) => `Forløb: ${process}. Hentet ${danishDay(day)}.`;
  const NOBODY = "Ikke besvaret";

  function asMarkdown(report) {
    const one = (text) => plainInMarkdown(text.trim()).split(/\s*\n\s*/).join("\\\n  ");
    const facts = ({ answer, note, owner, due, remark }) => [
      ["Svar", answer || NOBODY], ["Note", one(note)], ["Ansvarlig", one(owner)], ["Frist", danishDay(due)], ["Bemærkning", one(remark)],
    ].filter(([, value]) => value).map(([name, value]) => `- ${name}: ${value}\n`).join("");
    const lists = byList(report).map(([list, rows]) =>
      `## ${one(list)}\n\n${rows.map((row) => `### ${one(row.text)}\n\n${facts(row)}`).join("\n")}`);
    return new Blob([[`# ${one(report.title)}\n`, `${one(about(report))}\n`, ...lists].join("\n")], { type: "text/markdown;charset=utf-8" });
  }

  function asDocx(report) {
    const point = ({ text, remark }) => (remark ? `${text}\n(${remark})` : text);
    const cells = (row) => [point(row), row.answer, row.note, row.owner, shortDay(row.due)];
    const head = ["Punkt", "Svar", "Note", "Ansvarlig", "Frist"];
    const widths = [3100, 1100, 2350, 1450, 1638];
    const parts = byList(report).flatMap(([list, rows]) => [
      ...(list === report.title ? [] : [{ style: "Heading1", text: list }]), { head, widths, rows: rows.map(cells) },
    ]);
    return docx([{ style: "Title", text: report.title }, { style: "Note", text: about(report) }, ...parts]);
  }

  // RFC 5545: a text's own signs are escaped, and a line has at most 75 octets.
  const calendarText = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\r\n?|\n/g, "\\n");
  function fold(line) {
    const lines = [""];
    let size = 0;
    for (const sign of line) {
      const octets = new TextEncoder().encode(sign).length;
      if (size + octets > 75) {
        lines.push(" ");
        size = 1;
      }
      lines[lines.length - 1] += sign;
      size += octets;
    }
    return lines.join("\r\n");
  }

  const dayAfter = (day) => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  const bare = (day) => day.replaceAll("-", "");

  function event(row, { process, processId, stamp }) {
    const said = [
      `Forløb: ${process}`, `Tjekliste: ${row.list}`, `Svar: ${row.answer || NOBODY}`,
      row.owner && `Ansvarlig: ${row.owner}`, row.note && `Note: ${row.note}`, row.remark,
    ].filter(Boolean).join("\n");
    return [
      "BEGIN:VEVENT", `UID:${row.id}-${processId}@samskabelse`, `DTSTAMP:${stamp}`,
      `DTSTART;VALUE=DATE:${bare(row.due)}`, `DTEND;VALUE=DATE:${bare(dayAfter(row.due))}`,
      `SUMMARY:${calendarText(`Frist: ${row.text}`)}`, `DESCRIPTION:${calendarText(said)}`, "TRANSP:TRANSPARENT", "END:VEVENT",
    ];
  }

  function asCalendar(report) {
    const events = report.rows.filter(({ due }) => due).flatMap((row) => event(row, report));
    const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Samskabelse//Tjeklister//DA", "CALSCALE:GREGORIAN", ...events, "END:VCALENDAR"];
    return new Blob([lines.map((line) => `${fold(line)}\r\n`).join("")], { type: "text/calendar;charset=utf-8" });
  }

  Object.assign(window.samskabelse, {
    danishDay, exports: { xlsx: asXlsx, docx: asDocx, csv: asCsv, md: asMarkdown, ics: asCalendar },
  });
})();

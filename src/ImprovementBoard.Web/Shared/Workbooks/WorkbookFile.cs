using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace ImprovementBoard.Web.Shared.Workbooks;

/// <summary>
/// Writes an .xlsx file (ECMA-376). Our own, because the workbook engine at hand reads "15.10" as the number 15.1 and writes other bytes each
/// time: here text stays text, and the same sheets give the same bytes on the same runtime.
/// </summary>
internal static class WorkbookFile
{
    private const string Types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    private static readonly XNamespace Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static readonly XNamespace Package = "http://schemas.openxmlformats.org/package/2006/relationships";
    private static readonly XNamespace Contents = "http://schemas.openxmlformats.org/package/2006/content-types";
    private static readonly XNamespace Core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
    private static readonly XNamespace Dublin = "http://purl.org/dc/elements/1.1/";
    private static readonly XNamespace Terms = "http://purl.org/dc/terms/";
    private static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>The main namespace of a workbook.</summary>
    public static XNamespace Main { get; } = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    /// <summary>The file.</summary>
    /// <param name="title">Title in the properties of the file.</param>
    /// <param name="dated">Date in the properties of the file; never the clock.</param>
    public static byte[] Make(string title, DateOnly dated, IReadOnlyList<WorkbookSheet> sheets)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(zip, "[Content_Types].xml", ContentTypes(sheets.Count));
            Write(zip, "_rels/.rels", Rels((Relations.NamespaceName + "/officeDocument", "xl/workbook.xml"), (Package.NamespaceName + "/metadata/core-properties", "docProps/core.xml")));
            Write(zip, "docProps/core.xml", Properties(title, dated));
            Write(zip, "xl/workbook.xml", Book(sheets));
            Write(zip, "xl/_rels/workbook.xml.rels", Rels([.. sheets.Select((_, i) => (Relations.NamespaceName + "/worksheet", $"worksheets/sheet{i + 1}.xml")), (Relations.NamespaceName + "/styles", "styles.xml")]));
            Write(zip, "xl/styles.xml", WorkbookStyles.Part);
            for (var i = 0; i < sheets.Count; i++)
                Write(zip, $"xl/worksheets/sheet{i + 1}.xml", WorkbookRows.Part(sheets[i]));
        }
        return file.ToArray();
    }

    private static void Write(ZipArchive zip, string name, XElement part)
    {
        var entry = zip.CreateEntry(name);
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        // Else a carriage return in a text comes back as a line feed.
        using var xml = XmlWriter.Create(entry.Open(), new() { Encoding = new UTF8Encoding(false), CloseOutput = true, NewLineHandling = NewLineHandling.Entitize });
        new XDocument(new XDeclaration("1.0", "UTF-8", "yes"), part).Save(xml);
    }

    private static XElement ContentTypes(int sheets)
    {
        XElement Part(string name, string type) => new(Contents + "Override", new XAttribute("PartName", name), new XAttribute("ContentType", type));
        return new(Contents + "Types",
            new XElement(Contents + "Default", new XAttribute("Extension", "rels"), new XAttribute("ContentType", "application/vnd.openxmlformats-package.relationships+xml")),
            Part("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
            Part("/xl/workbook.xml", $"{Types}.sheet.main+xml"),
            Part("/xl/styles.xml", $"{Types}.styles+xml"),
            Enumerable.Range(1, sheets).Select(i => Part($"/xl/worksheets/sheet{i}.xml", $"{Types}.worksheet+xml")));
    }

    private static XElement Rels(params (string Type, string Target)[] relations) => new(Package + "Relationships",
        relations.Select((r, i) => new XElement(Package + "Relationship", new XAttribute("Id", $"r{i + 1}"), new XAttribute("Type", r.Type), new XAttribute("Target", r.Target))));

    private static XElement Properties(string title, DateOnly dated) => new(Core + "coreProperties",
        new XElement(Dublin + "title", WorkbookRows.Clean(title)),
        new XElement(Dublin + "language", "en-GB"),
        new XElement(Terms + "created", new XAttribute(XNamespace.Xmlns + "dcterms", Terms), new XAttribute(Instance + "type", "dcterms:W3CDTF"), $"{dated.ToString("O", CultureInfo.InvariantCulture)}T00:00:00Z"));

    private static XElement Book(IReadOnlyList<WorkbookSheet> sheets) => new(Main + "workbook",
        new XElement(Main + "sheets", sheets.Select((s, i) =>
            new XElement(Main + "sheet", new XAttribute("name", s.Name), new XAttribute("sheetId", i + 1), new XAttribute(Relations + "id", $"r{i + 1}")))),
        // The heads are printed again on every page.
        new XElement(Main + "definedNames", sheets.Select((s, i) =>
            new XElement(Main + "definedName", new XAttribute("name", "_xlnm.Print_Titles"), new XAttribute("localSheetId", i), $"{WorkbookRows.Quoted(s.Name)}!$1:$1"))));
}

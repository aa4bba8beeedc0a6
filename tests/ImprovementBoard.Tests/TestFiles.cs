using System.IO.Compression;
using System.Text;

namespace ImprovementBoard.Tests;

/// <summary>Small files of every kind, and some that are not what they seem.</summary>
internal static class TestFiles
{
    public static byte[] Pdf { get; } = Encoding.Latin1.GetBytes("%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");

    public static byte[] Png { get; } = [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0, 1, 0, 0, 0, 1];

    public static byte[] Jpeg { get; } = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF"u8, 0];

    public static byte[] Program { get; } = [.. "MZ"u8, 0x90, 0, 3, 0, 0, 0, 4, 0, 0, 0, 0xFF, 0xFF, 0, 0];

    public static byte[] OldOffice { get; } = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0, 0, 0, 0, 0, 0, 0];

    public static byte[] Docx { get; } = Office("word/document.xml");

    public static byte[] Xlsx { get; } = Office("xl/workbook.xml");

    public static byte[] Pptx { get; } = Office("ppt/presentation.xml");

    /// <summary>An Office file with one more part of this name.</summary>
    public static byte[] Office(string main, string? also = null) =>
        Zip([("[Content_Types].xml", "<Types/>"u8.ToArray()), (main, "<w/>"u8.ToArray()), .. also is null ? [] : new[] { (also, new byte[] { 1, 2, 3 }) }]);

    public static byte[] Zip(params IEnumerable<(string Name, byte[] Content)> entries)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }
        return bytes.ToArray();
    }

    /// <summary>An Office file whose part says it is 100 bytes large but unpacks to <paramref name="size"/>.</summary>
    public static byte[] Lying(int size)
    {
        var bytes = Zip(("[Content_Types].xml", "<Types/>"u8.ToArray()), ("word/document.xml", new byte[size]));
        var declared = BitConverter.GetBytes(size);
        for (var at = bytes.AsSpan().LastIndexOf(declared); at >= 0; at = bytes.AsSpan(0, at).LastIndexOf(declared))
            BitConverter.GetBytes(100).CopyTo(bytes, at);
        return bytes;
    }
}

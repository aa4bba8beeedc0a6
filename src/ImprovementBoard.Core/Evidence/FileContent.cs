using System.Text;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Evidence;

/// <summary>A type of file that may be attached.</summary>
/// <param name="Words">Its name for people.</param>
/// <param name="InSentence">The same inside a sentence, with its article.</param>
/// <param name="Extensions">The endings its name may have.</param>
public sealed record FileType(string Words, string InSentence, string MediaType, params string[] Extensions);

/// <summary>What may be attached, decided by looking at the bytes. The name only has to agree.</summary>
public static class FileContent
{
    /// <summary>Largest file, in bytes: 25 MB.</summary>
    public const long MaxSize = 25 * 1024 * 1024;

    private const string Office = "application/vnd.openxmlformats-officedocument.";

    private static readonly FileType
        Pdf = new("PDF", "a PDF", "application/pdf", ".pdf"),
        Png = new("PNG picture", "a PNG picture", "image/png", ".png"),
        Jpeg = new("JPEG picture", "a JPEG picture", "image/jpeg", ".jpg", ".jpeg"),
        Word = new("Word document", "a Word document", Office + "wordprocessingml.document", ".docx"),
        Excel = new("Excel workbook", "an Excel workbook", Office + "spreadsheetml.sheet", ".xlsx"),
        PowerPoint = new("PowerPoint presentation", "a PowerPoint presentation", Office + "presentationml.presentation", ".pptx"),
        Csv = new("CSV table", "a CSV table", "text/csv", ".csv"),
        Plain = new("Plain text", "plain text", "text/plain", ".txt");

    /// <summary>Every type that may be attached.</summary>
    public static IReadOnlyList<FileType> Allowed { get; } = [Pdf, Word, Excel, PowerPoint, Png, Jpeg, Csv, Plain];

    /// <summary>The types in one line, for people.</summary>
    public const string AllowedWords = "PDF, Word, Excel, PowerPoint (without macros), PNG, JPEG, CSV or plain text, up to 25 MB";

    /// <summary>The type of the bytes.</summary>
    /// <param name="content">All of the file; it must be able to seek.</param>
    /// <param name="name">Its cleaned name.</param>
    /// <exception cref="RuleException">It is empty, too large, of a type that may not be attached, damaged, or not what its name says.</exception>
    public static FileType Check(Stream content, string name)
    {
        if (content.Length == 0)
            throw Fault($"“{name}” is empty (0 bytes). Save it again and choose it again.");
        if (content.Length > MaxSize)
            throw TooLarge(name);
        var named = Allowed.FirstOrDefault(t => t.Extensions.Contains(FileNames.Extension(name), StringComparer.Ordinal))
            ?? throw Fault($"“{name}” cannot be attached: the portal takes {AllowedWords}.");
        var head = new byte[16];
        content.Position = 0;
        var read = content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var start = head.AsSpan(0, read);

        if (start.StartsWith((byte[])[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]))
            throw Fault($"“{name}” is protected with a password or in an old Office format. Save it without a password as .docx, .xlsx or .pptx.");
        var found = start.StartsWith("%PDF-"u8) ? Pdf
            : start.StartsWith((byte[])[0x89, .. "PNG\r\n"u8, 0x1A, 0x0A]) ? Png
            : start.StartsWith((byte[])[0xFF, 0xD8, 0xFF]) ? Jpeg
            : start.StartsWith("PK\u0003\u0004"u8) ? OfficeType(content, name)
            : null;
        if (found is null && (named == Plain || named == Csv))
        {
            CheckText(content, name);
            return named;
        }
        if (found == named)
            return named;
        var inside = found?.InSentence ?? (start.StartsWith("MZ"u8) || start.StartsWith("\u007fELF"u8) ? "a program" : null);
        throw Fault($"“{name}” says it is {named.InSentence}, but {(inside is null ? "its content is something else" : $"inside it is {inside}")}. Save it as what it is, then choose it again.");
    }

    /// <summary>The sentence for a file over <see cref="MaxSize"/>.</summary>
    public static RuleException TooLarge(string name) =>
        Fault($"“{name}” is larger than {MaxSize >> 20} MB. Make it smaller, for example by making its pictures smaller, or attach a link.");

    /// <summary>Parts of a package that hold code: Visual Basic, and the macro sheets of old workbooks.</summary>
    private static readonly string[] Macros = ["vbaProject", "vbaData.xml", "macrosheets/"];

    private static FileType OfficeType(Stream content, string name)
    {
        IReadOnlyCollection<string> parts;
        try
        {
            parts = ZipCheck.Names(content);
        }
        catch (RuleException fault)
        {
            throw Fault($"“{name}” {fault.Message}");
        }
        catch (InvalidDataException)
        {
            throw Fault($"“{name}” is damaged: it cannot be unpacked. Open it, save it again and choose it again.");
        }
        if (parts.Any(p => Macros.Any(m => p.Contains(m, StringComparison.OrdinalIgnoreCase))))
            throw Fault($"“{name}” holds macros, which may do harm. Save it without macros and choose it again.");
        var type = !parts.Contains("[Content_Types].xml") ? null
            : parts.Contains("word/document.xml") ? Word
            : parts.Contains("xl/workbook.xml") ? Excel
            : parts.Contains("ppt/presentation.xml") ? PowerPoint
            : null;
        return type ?? throw Fault($"“{name}” is a zip archive, not an Office document. Attach the files in it one by one.");
    }

    // Text is text when it is UTF-8 and holds no control characters: programs and pictures do.
    private static void CheckText(Stream content, string name)
    {
        content.Position = 0;
        var decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        var (bytes, chars) = (new byte[64 * 1024], new char[64 * 1024 + 4]);
        try
        {
            int read;
            do
            {
                read = content.Read(bytes);
                var got = decoder.GetChars(bytes.AsSpan(0, read), chars, flush: read == 0);
                if (chars.AsSpan(0, got).ContainsAnyInRange('\0', '\u0008') || chars.AsSpan(0, got).ContainsAnyInRange('\u000E', '\u001F'))
                    throw Fault($"“{name}” is no text: it holds characters that text never has. Save it as what it is, then choose it again.");
            }
            while (read > 0);
        }
        catch (DecoderFallbackException)
        {
            throw Fault($"“{name}” is not in UTF-8, so letters such as é and signs such as £ would be lost. In Excel save it as “CSV UTF-8”, then choose it again.");
        }
    }

    private static RuleException Fault(string sentence) => new(Words.Sentence(sentence), "File");
}

using System.Text;
using ImprovementBoard.Core;
using ImprovementBoard.Core.Evidence;

namespace ImprovementBoard.Tests.Core.Evidence;

/// <summary>What may be attached is decided by the bytes; the name only has to agree.</summary>
public sealed class FileContentTests
{
    private static readonly Dictionary<string, byte[]> Files = new(StringComparer.Ordinal)
    {
        ["pdf"] = TestFiles.Pdf,
        ["png"] = TestFiles.Png,
        ["jpeg"] = TestFiles.Jpeg,
        ["docx"] = TestFiles.Docx,
        ["xlsx"] = TestFiles.Xlsx,
        ["pptx"] = TestFiles.Pptx,
        ["program"] = TestFiles.Program,
        ["elf"] = [.. "\u007fELF"u8, 2, 1, 1, 0],
        ["old office"] = TestFiles.OldOffice,
        ["zip"] = TestFiles.Zip(("notes.txt", "hello"u8.ToArray())),
        ["half a zip"] = TestFiles.Docx[..^30],
        ["zip head only"] = [.. "PK\u0003\u0004"u8, 0, 0],
        ["macros"] = TestFiles.Office("word/document.xml", "word/vbaProject.bin"),
        ["text"] = "Ten of twelve plans.\r\nDone.\t£5 — é\r\n"u8.ToArray(),
        ["text with mark"] = [0xEF, 0xBB, 0xBF, .. "a,b\r\n1,2\r\n"u8],
        ["windows text"] = Encoding.Latin1.GetBytes("cost,£5"),
        ["cut in a letter"] = [.. "caf"u8, 0xC3],
        ["binary"] = [1, 2, 3, 4, 5, 6, 7],
        ["html"] = "<html><script>alert(1)</script></html>"u8.ToArray(),
        ["nothing"] = [],
        ["bomb"] = TestFiles.Zip(("[Content_Types].xml", "<Types/>"u8.ToArray()), ("word/document.xml", new byte[40 << 20])),
        ["lying bomb"] = TestFiles.Lying(40 << 20),
        ["small lie"] = TestFiles.Lying(70_000),
        ["crowd"] = TestFiles.Zip(Enumerable.Range(0, 5_001).Select(i => ($"word/{i}.xml", Array.Empty<byte>()))),
    };

    [Theory]
    [InlineData("pdf", "a.pdf", "application/pdf")]
    [InlineData("pdf", "A.PDF", "application/pdf")]
    [InlineData("png", "a.png", "image/png")]
    [InlineData("jpeg", "a.jpg", "image/jpeg")]
    [InlineData("jpeg", "a.jpeg", "image/jpeg")]
    [InlineData("docx", "a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    [InlineData("xlsx", "a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    [InlineData("pptx", "a.pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation")]
    [InlineData("text", "a.txt", "text/plain")]
    [InlineData("text", "a.csv", "text/csv")]
    [InlineData("text with mark", "a.csv", "text/csv")]
    [InlineData("html", "a.txt", "text/plain")]
    public void What_may_be_attached_gets_the_media_type_of_its_content(string file, string name, string mediaType) =>
        Assert.Equal(mediaType, Check(file, name).MediaType);

    [Theory]
    [InlineData("program", "report.pdf", "“report.pdf” says it is a PDF, but inside it is a program.")]
    [InlineData("elf", "report.pdf", "“report.pdf” says it is a PDF, but inside it is a program.")]
    [InlineData("program", "setup.exe", "“setup.exe” cannot be attached: the portal takes PDF,")]
    [InlineData("pdf", "noending", "“noending” cannot be attached")]
    [InlineData("html", "page.html", "“page.html” cannot be attached")]
    [InlineData("macros", "plan.docm", "“plan.docm” cannot be attached")]
    [InlineData("png", "photo.jpg", "“photo.jpg” says it is a JPEG picture, but inside it is a PNG picture.")]
    [InlineData("docx", "figures.xlsx", "“figures.xlsx” says it is an Excel workbook, but inside it is a Word document.")]
    [InlineData("pdf", "notes.txt", "“notes.txt” says it is plain text, but inside it is a PDF.")]
    [InlineData("text", "report.pdf", "“report.pdf” says it is a PDF, but its content is something else.")]
    [InlineData("old office", "plan.docx", "“plan.docx” is protected with a password or in an old Office format.")]
    [InlineData("zip", "plan.docx", "“plan.docx” is a zip archive, not an Office document.")]
    [InlineData("half a zip", "plan.docx", "“plan.docx” is damaged")]
    [InlineData("zip head only", "plan.docx", "“plan.docx” is damaged")]
    [InlineData("macros", "plan.docx", "“plan.docx” holds macros")]
    [InlineData("windows text", "figures.csv", "“figures.csv” is not in UTF-8")]
    [InlineData("cut in a letter", "notes.txt", "“notes.txt” is not in UTF-8")]
    [InlineData("binary", "notes.txt", "“notes.txt” is no text")]
    [InlineData("nothing", "empty.pdf", "“empty.pdf” is empty (0 bytes).")]
    [InlineData("bomb", "plan.docx", "“plan.docx” grows to more than")]
    [InlineData("lying bomb", "plan.docx", "“plan.docx” grows to more than")]
    [InlineData("small lie", "plan.docx", "“plan.docx” is damaged")]
    [InlineData("crowd", "plan.docx", "“plan.docx” holds more than 5,000 parts")]
    public void What_may_not_is_refused_with_a_sentence(string file, string name, string sentence)
    {
        var fault = Assert.Throws<RuleException>(() => Check(file, name));

        Assert.StartsWith(sentence, fault.Message, StringComparison.Ordinal);
        Assert.Equal(("File", '.'), (fault.Field, fault.Message[^1]));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void A_file_is_at_most_25_MB(int over, bool taken)
    {
        var bytes = new byte[FileContent.MaxSize + over];
        TestFiles.Pdf.CopyTo(bytes, 0);

        var fault = Record.Exception(() => FileContent.Check(new MemoryStream(bytes), "a.pdf"));

        Assert.Equal(taken, fault is null);
        if (fault is not null)
            Assert.StartsWith("“a.pdf” is larger than 25 MB.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_cut_or_changed_anywhere_are_taken_or_refused_but_break_nothing()
    {
        var random = new Random(20180806);
        for (var run = 0; run < 2_000; run++)
        {
            var bytes = TestFiles.Docx.ToArray();
            for (var change = random.Next(4); change >= 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var fault = Record.Exception(() => FileContent.Check(new MemoryStream(bytes[..random.Next(1, bytes.Length + 1)]), "a.docx"));
            Assert.True(fault is null or RuleException, $"run {run}: {fault}");
        }
    }

    private static FileType Check(string file, string name) => FileContent.Check(new MemoryStream(Files[file]), name);
}

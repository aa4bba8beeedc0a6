using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Web.Data;
using Microsoft.Extensions.DependencyInjection;

namespace ImprovementBoard.Tests.Features.Evidence;

/// <summary>The form that attaches evidence, as browsers and bad days send it.</summary>
[Collection(PortalTests.Name)]
public sealed partial class UploadTests(PortalHost portal)
{
    private const string Address = "/programmes/elsewhere/actions/99.9/evidence/add";

    private static Dictionary<string, string> Good => new()
    {
        ["Title"] = $"Audit {Guid.NewGuid():N}",
        ["Kind"] = "Audit",
        ["Strength"] = "InternallyTested",
        ["DatedOn"] = "2026-01-05",
        ["SampleSize"] = "30",
        ["Finding"] = "Twenty-one of thirty were good.",
        ["NoChildIdentifiable"] = "true",
    };

    [Fact]
    public async Task A_lead_attaches_a_file_and_a_reader_gets_the_same_bytes_and_nothing_that_runs()
    {
        using var lead = await portal.SignedInAsync(portal.Other.EmailOf(Role.Lead));
        byte[] pdf = [.. TestFiles.Pdf, .. Guid.NewGuid().ToByteArray()];

        using var answer = await PostAsync(lead, Good, pdf, "../../Prüfung\u202E <b>.pdf");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var item = answer.Headers.Location!.OriginalString;
        Assert.Matches(@"/programmes/elsewhere/evidence/\d+\?added=true$", item);

        using var chair = await portal.SignedInAsync(portal.Other.EmailOf(Role.Chair));
        var page = WebUtility.HtmlDecode(await chair.GetStringAsync(item));
        Assert.Contains(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(pdf)), page, StringComparison.Ordinal);
        using var file = await chair.GetAsync(new Uri(item, UriKind.RelativeOrAbsolute).OriginalString.Split('?')[0] + "/versions/1");
        Assert.Equal(pdf, await file.Content.ReadAsByteArrayAsync());
        Assert.Equal("application/pdf", file.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("Prüfung <b>.pdf", file.Content.Headers.ContentDisposition.FileNameStar);
        Assert.Equal(["nosniff"], file.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["default-src 'none'; frame-ancestors 'none'; sandbox"], file.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("no-store", file.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Empty(Incoming());
    }

    [Fact]
    public async Task Text_is_handed_out_with_its_character_set()
    {
        using var lead = await portal.SignedInAsync(portal.Other.EmailOf(Role.Lead));
        using var answer = await PostAsync(lead, Good, Encoding.UTF8.GetBytes($"week,prüf\n1,{Guid.NewGuid()}"), "week.csv");

        using var file = await lead.GetAsync(new Uri(answer.Headers.Location!.OriginalString.Split('?')[0] + "/versions/1", UriKind.RelativeOrAbsolute));

        Assert.Equal("text/csv; charset=utf-8", file.Content.Headers.ContentType!.ToString());
    }

    [Theory]
    [InlineData("filename*=UTF-8''audit%0d%0aInjected%3A%20yes.pdf", "auditInjected: yes.pdf")]
    [InlineData("filename=\"audit%0d%0aInjected: yes.pdf\"", "audit%0d%0aInjected: yes.pdf")]
    public async Task A_line_break_in_the_name_of_a_file_starts_no_head_where_it_is_handed_out(string given, string kept)
    {
        using var lead = await portal.SignedInAsync(portal.Other.EmailOf(Role.Lead));
        using var answer = await SendAsync(lead, Good, [.. TestFiles.Pdf, .. Guid.NewGuid().ToByteArray()], given);

        using var file = await lead.GetAsync(new Uri(answer.Headers.Location!.OriginalString.Split('?')[0] + "/versions/1", UriKind.RelativeOrAbsolute));

        Assert.Equal(kept, file.Content.Headers.ContentDisposition!.FileNameStar);
        Assert.DoesNotContain(file.Headers.Concat(file.Content.Headers), h => h.Key == "Injected" || h.Value.Any(v => v.Any(char.IsControl)));
    }

    public static TheoryData<string, string> BadFiles => new()
    {
        { "empty.pdf", "“empty.pdf” is empty (0 bytes)." },
        { "large.pdf", "“large.pdf” is larger than 25 MB." },
        { "program.pdf", "“program.pdf” says it is a PDF, but inside it is a program." },
        { "bomb.docx", "“bomb.docx” grows to more than" },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task A_bad_file_is_told_in_words_and_what_was_typed_is_kept(string name, string sentence)
    {
        using var lead = await portal.SignedInAsync(portal.Other.EmailOf(Role.Lead));
        var form = Good;
        form["Finding"] = "Kept <i>word</i> for word & all.";
        var bytes = name switch
        {
            "empty.pdf" => [],
            "large.pdf" => [.. TestFiles.Pdf, .. new byte[60_000_000]],
            "program.pdf" => TestFiles.Program,
            _ => TestFiles.Zip(("[Content_Types].xml", "<Types/>"u8.ToArray()), ("word/document.xml", new byte[40 << 20])),
        };

        using var answer = await PostAsync(lead, form, bytes, name);

        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(sentence, WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains("Kept &lt;i&gt;word&lt;/i&gt; for word &amp; all.", page, StringComparison.Ordinal);
        Assert.Contains($"value=\"{form["Title"]}\"", page, StringComparison.Ordinal);
        Assert.Contains("value=\"2026-01-05\"", page, StringComparison.Ordinal);
        Assert.Empty(Incoming());
    }

    [Fact]
    public async Task Every_fault_is_told_at_once_and_a_good_file_must_be_chosen_again()
    {
        using var lead = await portal.SignedInAsync(portal.Other.EmailOf(Role.Lead));

        using var answer = await PostAsync(lead, new() { ["DatedOn"] = "31/12/2025", ["SampleSize"] = "many" }, TestFiles.Pdf, "audit.pdf");

        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.All(
            ["Give the whole date: day, month and year.", "Give a whole number from 1", "Write what it is in a few words.", "Choose what kind", "Choose how far", "Write what it shows", "tick that no child", "You had chosen <b>audit.pdf</b>. Browsers do not keep a file: choose it again."],
            sentence => Assert.Contains(sentence, page, StringComparison.Ordinal));
        Assert.Empty(Incoming());
    }

    [Fact]
    public async Task A_link_needs_no_file()
    {
        using var lead = await portal.SignedInAsync(portal.Other.EmailOf(Role.Lead));
        var form = Good;
        form["Link"] = $"https://example.org/{Guid.NewGuid():N}";

        using var answer = await PostAsync(lead, form, [], "");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_form_that_is_not_ours_is_refused_before_its_file_is_stored(bool withWrongToken)
    {
        using var lead = await portal.SignedInAsync(portal.Other.EmailOf(Role.Lead));
        using var content = new MultipartFormDataContent();
        if (withWrongToken)
            content.Add(new StringContent("not a token"), "__RequestVerificationToken");
        content.Add(new ByteArrayContent(TestFiles.Pdf), "File", "a.pdf");

        using var answer = await lead.PostAsync(Address, content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(Incoming());
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nno headers")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data\r\n\r\nno name\r\n--x--\r\n")]
    [InlineData("multipart/form-data; boundary=x", "")]
    public async Task What_is_no_form_is_refused(string type, string body)
    {
        using var lead = await portal.SignedInAsync(portal.Other.EmailOf(Role.Lead));
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        using var answer = await lead.PostAsync(Address, content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_form_of_many_parts_of_one_name_is_refused_at_the_forty_first()
    {
        using var lead = await portal.SignedInAsync(portal.Other.EmailOf(Role.Lead));
        using var content = new MultipartFormDataContent();
        for (var i = 0; i < 41; i++)
            content.Add(new StringContent("x"), "Title");
        content.Add(new ByteArrayContent(TestFiles.Pdf), "File", "a.pdf");

        using var answer = await lead.PostAsync(Address, content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData(Role.Chair)]
    [InlineData(Role.Commissioner)]
    public async Task Who_may_not_attach_sends_no_file(Role role)
    {
        using var reader = await portal.SignedInAsync(portal.Other.EmailOf(role));
        using var content = new MultipartFormDataContent { { new ByteArrayContent(TestFiles.Pdf), "File", "a.pdf" } };

        using var answer = await reader.PostAsync(Address, content);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task A_thirty_first_file_within_ten_minutes_waits()
    {
        using var office = await portal.SignedInAsync(portal.Other.EmailOf(Role.Office));
        string page = "";
        for (var i = 0; i < 31; i++)
        {
            using var answer = await PostAsync(office, [], TestFiles.Program, "a.pdf");
            page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
            Assert.Equal(i == 30, page.Contains("You have sent 30 files within ten minutes.", StringComparison.Ordinal));
        }
        Assert.Contains("Wait a few minutes", page, StringComparison.Ordinal);
    }

    // As browsers send it: the name in quotes, in UTF-8.
    private static Task<HttpResponseMessage> PostAsync(HttpClient client, Dictionary<string, string> fields, byte[] bytes, string name) =>
        SendAsync(client, fields, bytes, $"filename=\"{Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(name))}\"");

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, Dictionary<string, string> fields, byte[] bytes, string name)
    {
        using var page = await client.GetAsync(Address);
        var token = Token().Match(await page.Content.ReadAsStringAsync()).Groups["token"].Value;
        using var content = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" } };
        var file = new ByteArrayContent(bytes);
        file.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"File\"; {name}");
        content.Add(file);
        foreach (var (key, value) in fields)
            content.Add(new StringContent(value), key);
        using var request = new HttpRequestMessage(HttpMethod.Post, Address) { Content = content };
        var cookies = page.Headers.TryGetValues("Set-Cookie", out var set) ? set.Select(c => c.Split(';')[0]) : [];
        request.Headers.Add("Cookie", string.Join("; ", client.DefaultRequestHeaders.GetValues("Cookie").Concat(cookies)));
        return await client.SendAsync(request);
    }

    private string[] Incoming()
    {
        var folder = Path.Combine(portal.Services.GetRequiredService<FileStore>().Folder, "incoming");
        return Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Token();
}

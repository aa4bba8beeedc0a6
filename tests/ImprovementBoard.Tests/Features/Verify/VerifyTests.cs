using System.Net;
using AngleSharp.Html.Parser;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ImprovementBoard.Tests.Features.Verify;

/// <summary>What anybody learns of a file or a number, without signing in and without a script.</summary>
[Collection(PortalTests.Name)]
public sealed class VerifyTests(PortalHost portal)
{
    [Fact]
    public async Task The_file_itself_is_genuine_and_current_and_nothing_of_it_is_kept_or_shown()
    {
        var file = await FileAsync("2");

        var (title, words) = await SendAsync(file);

        Assert.Equal("Genuine and current", title);
        Assert.Contains("The file is byte for byte the pack that was issued", words, StringComparison.Ordinal);
        foreach (var fact in new[] { "Kirklees children’s services", "Pack 2, 2018-08 v1", "Board", "August 2018", "6 August 2018" })
            Assert.Contains(fact, words, StringComparison.Ordinal);
        Assert.DoesNotContain("Off track", words, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task One_changed_byte_makes_it_unknown()
    {
        var file = await FileAsync("2");
        file[file.Length / 2] ^= 1;

        var (title, words) = await SendAsync(file);

        Assert.Equal("Not known to this portal", title);
        Assert.Contains("the file was altered, or it was never made here", words, StringComparison.Ordinal);
        Assert.DoesNotContain("Kirklees children", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_is_not_issued_and_nothing_more_is_said_of_it()
    {
        var (title, words) = await SendAsync(await FileAsync(portal.Draft));

        Assert.Equal("Not issued", title);
        Assert.DoesNotContain("Kirklees children", words, StringComparison.Ordinal);
        Assert.DoesNotContain("2018", words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("number=2&programme=kirklees", "Issued and current")]
    [InlineData("number=Pack%202&programme=KIRKLEES", "Issued and current")]
    [InlineData("number=99&programme=kirklees", "Not known to this portal")]
    [InlineData("number=2&programme=nowhere", "Not known to this portal")]
    [InlineData("number=2&programme=elsewhere", "Not known to this portal")]
    [InlineData("number=3&programme=kirklees", "Not issued")]                       // it waits for approval
    [InlineData("sha256=0123456789abcdef", "Not known to this portal")]
    public async Task A_number_or_a_hash_is_looked_up(string query, string title) => Assert.Equal(title, (await AskAsync(query)).Title);

    [Theory]
    [InlineData("number=&programme=kirklees", "Give the number of the pack, such as 3. It stands on its cover.")]
    [InlineData("number=0&programme=kirklees", "Give the number of the pack, such as 3. It stands on its cover.")]
    [InlineData("number=-2&programme=kirklees", "Give the number of the pack, such as 3. It stands on its cover.")]
    [InlineData("number=two'--&programme=kirklees", "Give the number of the pack, such as 3. It stands on its cover.")]
    [InlineData("number=99999999999&programme=kirklees", "Give the number of the pack, such as 3. It stands on its cover.")]
    [InlineData("number=2&programme=", "Give the programme, such as kirklees. It stands on the pack’s page, and whoever sent you the pack knows it.")]
    [InlineData("programme=kirklees", "Give the number of the pack, such as 3. It stands on its cover.")]
    [InlineData("sha256=", "Type at least the first 12 characters of the SHA-256: digits and the letters a to f.")]
    [InlineData("sha256=0123456789a", "Type at least the first 12 characters of the SHA-256: digits and the letters a to f.")]
    [InlineData("sha256=zzzzzzzzzzzzzz", "Type at least the first 12 characters of the SHA-256: digits and the letters a to f.")]
    [InlineData("sha256=%00%25%25%25%25%25%25%25%25%25%25%25", "Type at least the first 12 characters of the SHA-256: digits and the letters a to f.")]
    [InlineData("fault=%3Cscript%3E", "Choose the PDF first.")]
    public async Task Nonsense_gets_one_clear_sentence(string query, string sentence) => Assert.Equal(("Not checked", sentence), await AskAsync(query, ".summary"));

    [Fact]
    public async Task The_first_twelve_characters_are_enough_in_any_case_and_spacing()
    {
        var hash = await HashAsync(2);

        Assert.Equal("Genuine and current", (await AskAsync($"sha256={Uri.EscapeDataString($" {hash[..6].ToUpperInvariant()} {hash[6..12]} ")}")).Title);
        Assert.Equal("Genuine and current", (await AskAsync($"sha256={hash}")).Title);
    }

    [Theory]
    [InlineData(0, "Choose the PDF first.")]
    [InlineData(100, "This file is no PDF. Choose the PDF of the pack.")]
    [InlineData((20 << 20) + 1, "The file is larger than 20 MB, which no pack is. Choose the PDF of the pack.")]
    public async Task A_file_that_is_no_pack_is_refused_in_words(int size, string sentence) => Assert.Equal(("Not checked", sentence), await SendAsync(new byte[size], ".summary"));

    [Fact]
    public async Task A_form_without_a_file_is_refused_in_words()
    {
        using var client = portal.Anonymous();
        using var form = new MultipartFormDataContent { { new StringContent(await TokenAsync(client)), FormTokens.Field }, { new StringContent("x"), "other" } };
        using var answer = await client.PostAsync("/verify/file", form);

        Assert.Equal((HttpStatusCode.Redirect, "/verify?fault=none"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
    }

    [Fact]
    public async Task A_file_under_a_wrong_token_is_not_looked_at()
    {
        using var client = portal.Anonymous();
        using var form = new MultipartFormDataContent { { new StringContent("not a token"), FormTokens.Field }, { new ByteArrayContent(await FileAsync("2")), "pack", "pack.pdf" } };
        using var answer = await client.PostAsync("/verify/file", form);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private async Task<(string Title, string Words)> SendAsync(byte[] file, string selector = ".section")
    {
        using var client = portal.Anonymous();
        using var form = new MultipartFormDataContent { { new StringContent(await TokenAsync(client)), FormTokens.Field }, { new ByteArrayContent(file), "pack", "pack.pdf" } };
        using var answer = await client.PostAsync("/verify/file", form);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return await AskAsync(answer.Headers.Location!.OriginalString.Split('?')[1], selector);
    }

    private static async Task<string> TokenAsync(HttpClient client) =>
        (await new HtmlParser().ParseDocumentAsync(await client.GetStringAsync("/verify"))).QuerySelector("#pack")!.Closest("form")!.QuerySelector($"[name={FormTokens.Field}]")!.GetAttribute("value")!;

    private async Task<(string Title, string Words)> AskAsync(string query, string selector = ".section")
    {
        using var client = portal.Anonymous();
        var page = await new HtmlParser().ParseDocumentAsync(await client.GetStringAsync($"/verify?{query}"));
        var box = page.QuerySelector($"main {selector}")!;
        var title = box.QuerySelector("h2")!.TextContent;
        var said = selector == ".summary" ? box.QuerySelector("p")! : box;
        return (title, string.Join(' ', said.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    private async Task<byte[]> FileAsync(string reference)
    {
        using var client = await portal.SignedInAsync(PortalHost.Kirklees(Role.Office));
        return await client.GetByteArrayAsync($"/programmes/kirklees/packs/{reference}/download");
    }

    private async Task<string> HashAsync(int number)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        await using var db = scope.ServiceProvider.GetRequiredService<BoardDatabase>().OpenWithoutProgramme();
        return await db.Packs.IgnoreQueryFilters().Where(p => p.Number == number).Select(p => p.FileHash).FirstAsync();
    }
}

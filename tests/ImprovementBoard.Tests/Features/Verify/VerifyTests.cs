using System.Net;
using AngleSharp.Html.Parser;
using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Tests.Features.Packs;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.Features.Verify;
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

        Assert.Equal("Issued and current", (await AskAsync($"sha256={Uri.EscapeDataString($" {hash[..6].ToUpperInvariant()} {hash[6..12]} ")}")).Title);
        Assert.Equal("Issued and current", (await AskAsync($"sha256={hash}")).Title);
    }

    // Somebody who sends an altered file sends the SHA-256 of the true one with it, typed or as a link.
    [Theory]
    [InlineData("sha256", "same-origin")]
    [InlineData("file", null)]
    [InlineData("file", "none")]
    [InlineData("file", "cross-site")]
    public async Task Without_the_file_nothing_is_called_genuine(string name, string? from)
    {
        var (title, words) = await AskAsync($"{name}={await HashAsync(2)}", from: from);

        Assert.Equal("Issued and current", title);
        Assert.Contains("This is the SHA-256 of the PDF of Pack 2. No later version has taken its place. To know whether a copy is unaltered, check the file itself.", words, StringComparison.Ordinal);
        Assert.DoesNotContain("byte for byte", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hash_that_a_pack_prints_says_which_pack_it_is_and_that_only_the_file_shows_whether_it_is_unaltered()
    {
        var (title, words) = await AskAsync($"sha256={(await PackAsync(2)).FactsHash}");

        Assert.Equal("Issued and current", title);
        Assert.Contains("This is the SHA-256 of the facts of Pack 2, which it prints. No later version has taken its place. To know whether a copy is unaltered, check the file itself.", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_two_corrections_the_first_version_sends_to_the_latest()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await AddVersionsAsync(database, board);

        var verdict = (await new VerifyQueries(database.Board, database.Clock).ByNumberAsync("1", "testshire"))!;

        Assert.Equal((PackState.Superseded, "Pack 3 (2026-03 v3)"), (verdict.State, verdict.Replacement));
        Assert.Equal("3", (await database.Get<PackQueries>().LaterAsync(board.As(Role.Viewer), (await database.Get<PackQueries>().FindAsync(board.As(Role.Viewer), "1"))!))!.Ref);
    }

    [Fact]
    public async Task A_code_that_two_programmes_have_is_answered_by_asking_for_the_name()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var queries = new VerifyQueries(database.Board, database.Clock);
        await AddVersionsAsync(database, board);
        Assert.Equal(3, (await queries.ByNumberAsync("3", "999"))!.Label[^1] - '0');

        await TestBoard.AddAsync(database, "othershire");

        Assert.StartsWith("Two programmes have this code.", (await Assert.ThrowsAsync<RuleException>(() => queries.ByNumberAsync("3", "999"))).Message, StringComparison.Ordinal);
        Assert.NotNull(await queries.ByNumberAsync("3", "testshire"));
        Assert.Null(await queries.ByNumberAsync("3", "othershire"));
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
        return await AskAsync(answer.Headers.Location!.OriginalString.Split('?')[1], selector, "same-origin");
    }

    private static async Task<string> TokenAsync(HttpClient client) =>
        (await new HtmlParser().ParseDocumentAsync(await client.GetStringAsync("/verify"))).QuerySelector("#pack")!.Closest("form")!.QuerySelector($"[name={FormTokens.Field}]")!.GetAttribute("value")!;

    private async Task<(string Title, string Words)> AskAsync(string query, string selector = ".section", string? from = null)
    {
        using var client = portal.Anonymous();
        if (from is not null)
            client.DefaultRequestHeaders.Add("Sec-Fetch-Site", from);
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

    private async Task<string> HashAsync(int number) => (await PackAsync(number)).FileHash;

    private async Task<Pack> PackAsync(int number)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        await using var db = scope.ServiceProvider.GetRequiredService<BoardDatabase>().OpenWithoutProgramme();
        return await db.Packs.IgnoreQueryFilters().AsNoTracking().Where(p => p.Number == number).FirstAsync();
    }

    /// <summary>Three versions of one period, each issued in the place of the one before.</summary>
    private static async Task AddVersionsAsync(TestDatabase database, TestBoard board)
    {
        await using var db = database.Open(board.Programme.Id);
        db.Files.Add(new() { Hash = "f", Content = [1] });
        foreach (var version in new[] { 1, 2, 3 })
        {
            var pack = ApprovablePack.Row(board, version, version, "2026-03", board.Today, version < 3 ? board.Today : null, null);
            pack.SupersededBy = version < 3 ? version + 1 : null;
            db.Packs.Add(pack);
        }
        await db.SaveChangesAsync();
    }
}

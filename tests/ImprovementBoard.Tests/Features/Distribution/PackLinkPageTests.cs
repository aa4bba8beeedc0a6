using System.Net;
using AngleSharp.Html.Parser;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Distribution;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Distribution;
using ImprovementBoard.Web.Features.Mail;
using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ImprovementBoard.Tests.Features.Distribution;

/// <summary>A secure link over HTTP, as somebody without an account meets it; and the pages of the office about it.</summary>
[Collection(PortalTests.Name)]
public sealed class PackLinkPageTests(PortalHost portal)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Fact]
    public async Task A_link_shows_what_the_pack_is_called_and_hands_out_the_file()
    {
        var (secret, id) = await SendAsync();
        using var stranger = portal.Anonymous();

        using var answer = await stranger.GetAsync(Urls.PackLink + secret);
        var page = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync());
        var words = string.Join(' ', page.Body!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(("no-referrer", "noindex, nofollow", true), (answer.Headers.GetValues("Referrer-Policy").Single(), answer.Headers.GetValues("X-Robots-Tag").Single(), answer.Headers.CacheControl!.NoStore));
        Assert.Equal("noindex, nofollow", page.QuerySelector("meta[name=robots]")!.GetAttribute("content"));
        foreach (var fact in new[] { "Pack 2, August 2018", "The board pack 2018-08 v1 of Kirklees children’s services, with the position as at 6 August 2018.", "Clerk, Police", "SHA-256 of the file", "Marking" })
            Assert.Contains(fact, words, StringComparison.Ordinal);
        Assert.DoesNotContain("Off track", words, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(DeliveryState.Opened, await StateAsync(id));

        // A browser names no origin where the page has no referrer.
        var form = page.QuerySelector("main form")!;
        using var request = new HttpRequestMessage(HttpMethod.Post, form.GetAttribute("action")) { Headers = { { "Origin", "null" } }, Content = Token(form) };
        using var file = await stranger.SendAsync(request);

        Assert.Equal(("application/pdf", "kirklees-board-2018-08-v1.pdf", true), (file.Content.Headers.ContentType!.MediaType, file.Content.Headers.ContentDisposition!.FileName, file.Headers.CacheControl!.NoStore));
        Assert.Contains(PackFactsReader.Hash(await file.Content.ReadAsByteArrayAsync()), words, StringComparison.Ordinal);
        Assert.Equal(DeliveryState.Downloaded, await StateAsync(id));
    }

    [Fact]
    public async Task Who_does_not_read_pdf_gets_the_same_pack_as_a_page_and_its_tables_as_a_workbook()
    {
        var (secret, id) = await SendAsync();
        using var stranger = portal.Anonymous();
        using var member = await portal.SignedInAsync(PortalHost.Kirklees(Role.Office));
        var page = await new HtmlParser().ParseDocumentAsync(await stranger.GetStringAsync(Urls.PackLink + secret));

        using var answer = await stranger.GetAsync(page.QuerySelector("main form a")!.GetAttribute("href"));
        var read = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync());
        var inside = await new HtmlParser().ParseDocumentAsync(await member.GetStringAsync(Urls.ReadPack("kirklees", "2")));

        Assert.Equal(("no-referrer", true), (answer.Headers.GetValues("Referrer-Policy").Single(), answer.Headers.CacheControl!.NoStore));
        Assert.Equal(inside.QuerySelectorAll(".section").Select(s => s.TextContent), read.QuerySelectorAll(".section").Select(s => s.TextContent));
        Assert.All(read.QuerySelectorAll("main a"), a => Assert.StartsWith(Urls.PackLink + secret, a.GetAttribute("href"), StringComparison.Ordinal));
        Assert.Equal(DeliveryState.Opened, await StateAsync(id));

        var form = page.QuerySelector("main form")!;
        using var tables = await stranger.PostAsync(form.QuerySelector("[formaction]")!.GetAttribute("formaction"), Token(form));

        Assert.Equal((HttpStatusCode.OK, null), (tables.StatusCode, tables.Headers.Location?.OriginalString));
        Assert.Equal("kirklees-board-2018-08-v1-tables.xlsx", tables.Content.Headers.ContentDisposition!.FileName);
        Assert.Equal(await member.GetByteArrayAsync(Urls.PackTables("kirklees", "2")), await tables.Content.ReadAsByteArrayAsync());
        Assert.Equal(DeliveryState.Downloaded, await StateAsync(id));
    }

    [Theory]
    [InlineData("expired", "This link has ended")]
    [InlineData("withdrawn", "This link was withdrawn")]
    [InlineData("replaced", "A newer link was sent to you")]
    [InlineData("wrong", "This link does not work")]
    public async Task A_link_that_does_not_work_answers_one_sentence_and_no_file(string how, string title)
    {
        var (secret, id) = await SendAsync(d =>
        {
            d.ExpiresAt = how == "expired" ? Now.AddMinutes(-1) : d.ExpiresAt;
            (d.EndedOn, d.Replaced) = (how is "withdrawn" or "replaced" ? d.On : null, how == "replaced");
        });
        if (how == "wrong")
            secret = secret[..^1] + (secret[^1] == 'A' ? 'B' : 'A');
        using var stranger = portal.Anonymous();

        using var answer = await stranger.GetAsync(Urls.PackLink + secret);
        var page = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync());
        var anyForm = (await new HtmlParser().ParseDocumentAsync(await stranger.GetStringAsync(Urls.Verify))).QuerySelector("main form")!;
        using var file = await stranger.PostAsync(Urls.PackLinkDownload(secret), Token(anyForm));
        using var tables = await stranger.PostAsync(Urls.PackLinkTables(secret), Token(anyForm));
        using var read = await stranger.GetAsync(Urls.PackLinkRead(secret));

        Assert.All([tables, read], a => Assert.Equal((HttpStatusCode.Redirect, Urls.PackLink + secret), (a.StatusCode, a.Headers.Location!.OriginalString.Replace("http://localhost", "", StringComparison.Ordinal))));
        Assert.Equal((HttpStatusCode.Gone, title), (answer.StatusCode, page.QuerySelector("h1")!.TextContent));
        Assert.Contains("programme office", page.QuerySelector("p.lead")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("main form"));
        Assert.DoesNotContain("Pack 2", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Redirect, Urls.PackLink + secret), (file.StatusCode, file.Headers.Location!.OriginalString));
        Assert.NotEqual(DeliveryState.Opened, await StateAsync(id));
        Assert.NotEqual(DeliveryState.Downloaded, await StateAsync(id));
    }

    [Fact]
    public async Task Another_pdf_in_the_place_of_the_frozen_one_goes_to_nobody_outside()
    {
        var (secret, id) = await SendAsync();
        using var stranger = portal.Anonymous();
        var form = (await new HtmlParser().ParseDocumentAsync(await stranger.GetStringAsync(Urls.PackLink + secret))).QuerySelector("main form")!;
        await using var scope = portal.Services.CreateAsyncScope();
        await using var db = await OpenAsync(scope.ServiceProvider);
        var hash = await db.Packs.Where(p => p.Number == 2).Select(p => p.FileHash).SingleAsync();
        var frozen = await db.Files.AsNoTracking().SingleAsync(f => f.Hash == hash);
        await db.Files.Where(f => f.Hash == hash).ExecuteUpdateAsync(set => set.SetProperty(f => f.Content, TestFiles.Pdf));
        try
        {
            using var answer = await stranger.PostAsync(Urls.PackLinkDownload(secret), Token(form));
            Assert.Equal((HttpStatusCode.Redirect, $"{Urls.PackLink}{secret}?damaged=true"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
            Assert.Contains("What is stored of Pack 2 is not what was frozen, so it is not handed out.", await stranger.GetStringAsync(answer.Headers.Location), StringComparison.Ordinal);
            Assert.Equal(DeliveryState.Opened, await StateAsync(id));
        }
        finally
        {
            await db.Files.Where(f => f.Hash == hash).ExecuteUpdateAsync(set => set.SetProperty(f => f.Content, frozen.Content));
        }
    }

    [Fact]
    public async Task The_office_puts_somebody_outside_on_a_list_and_what_was_typed_is_kept_when_it_is_wrong()
    {
        using var office = await portal.SignedInAsync(PortalHost.Kirklees(Role.Office));
        var page = await PostAsync(office, Urls.Distribution("kirklees"), "#outside form", ("Audience", "Summary"), ("Title", "Clerk"), ("Agency", "Fire service"), ("Email", "clerk"));
        Assert.Equal("This address has no @. Write it like clerk@council.gov.uk.", page.Document!.QuerySelector(".summary a")!.TextContent);
        Assert.Equal("Fire service", page.Document.QuerySelector("#Agency")!.GetAttribute("value"));

        var saved = await PostAsync(office, Urls.Distribution("kirklees"), "#outside form", ("Audience", "Summary"), ("Title", "Clerk"), ("Agency", "Fire service"), ("Email", "clerk@fire.example"));

        Assert.Equal("/programmes/kirklees/packs/distribution?done=true", saved.To);
        Assert.Contains("clerk@fire.example", await office.GetStringAsync(Urls.Distribution("kirklees")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_office_sees_who_got_it_and_withdraws_a_link()
    {
        var (secret, id) = await SendAsync();
        using var office = await portal.SignedInAsync(PortalHost.Kirklees(Role.Office));
        var address = Urls.PackRecipients("kirklees", "2");

        var (_, to) = await PostAsync(office, address, $"form:has([value='{await VersionAsync(id)}'])");

        Assert.Equal($"{address}?done=withdrawn", to);
        using var stranger = portal.Anonymous();
        Assert.Equal(HttpStatusCode.Gone, (await stranger.GetAsync(Urls.PackLink + secret)).StatusCode);
    }

    private static FormUrlEncodedContent Token(AngleSharp.Dom.IElement form) =>
        new([new(FormTokens.Field, form.QuerySelector($"[name={FormTokens.Field}]")!.GetAttribute("value")!)]);

    private static async Task<(AngleSharp.Html.Dom.IHtmlDocument? Document, string? To)> PostAsync(HttpClient client, string address, string form, params (string Key, string Value)[] typed)
    {
        using var open = await client.GetAsync(address);
        if (open.Headers.TryGetValues("Set-Cookie", out var set))
        {
            var mine = client.DefaultRequestHeaders.GetValues("Cookie").Single();
            client.DefaultRequestHeaders.Remove("Cookie");
            client.DefaultRequestHeaders.Add("Cookie", string.Join("; ", [mine, .. set.Select(c => c.Split(';')[0])]));
        }
        var page = await new HtmlParser().ParseDocumentAsync(await open.Content.ReadAsStringAsync());
        // The section is named by its heading.
        var found = form.StartsWith('#') ? page.QuerySelector($"section[aria-labelledby={form[1..].Split(' ')[0]}] form")! : page.QuerySelector(form)!;
        var fields = found.QuerySelectorAll("input[type=hidden]").ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value")!);
        foreach (var (key, value) in typed)
            fields[key] = value;
        using var answer = await client.PostAsync(address, new FormUrlEncodedContent(fields));
        return answer.Headers.Location is { } to
            ? (null, to.IsAbsoluteUri ? to.PathAndQuery : to.OriginalString)
            : (await new HtmlParser().ParseDocumentAsync(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync()), null);
    }

    private async Task<(string Secret, int Id)> SendAsync(Action<PackDelivery>? and = null)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        await using var db = await OpenAsync(scope.ServiceProvider);
        var programme = await db.Programmes.SingleAsync(p => p.Id == db.ProgrammeId);
        var today = programme.Today(Now);
        var office = new Actor(programme.Id, null, "Programme office", Role.Office);
        var recipient = Recipient.Outside(Audience.Board, "Clerk", "Police", $"{Guid.NewGuid():N}@police.example", office, today);
        db.Recipients.Add(recipient);
        await db.SaveChangesAsync();
        var delivery = await scope.ServiceProvider.GetRequiredService<PackSender>().SendAsync(db, programme, await db.Packs.AsNoTracking().SingleAsync(p => p.Number == 2), recipient, 1, office, today, Now, default);
        var secret = scope.ServiceProvider.GetRequiredService<MailSeal>().Open(delivery.Mail!.Secret!)!;
        and?.Invoke(delivery);
        await db.SaveChangesAsync();
        return (secret, delivery.Id);
    }

    private async Task<DeliveryState> StateAsync(int id)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        await using var db = await OpenAsync(scope.ServiceProvider);
        var delivery = await db.PackDeliveries.AsNoTracking().Include(d => d.Mail).SingleAsync(d => d.Id == id);
        return delivery.StateOf((delivery.Mail!.State, delivery.Mail.Via));
    }

    private async Task<Guid> VersionAsync(int id)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        await using var db = await OpenAsync(scope.ServiceProvider);
        return await db.PackDeliveries.Where(d => d.Id == id).Select(d => d.Version).SingleAsync();
    }

    private static async Task<BoardDbContext> OpenAsync(IServiceProvider services)
    {
        var database = services.GetRequiredService<BoardDatabase>();
        await using var none = database.OpenWithoutProgramme();
        return database.Open(await none.Programmes.Where(p => p.Slug == "kirklees").Select(p => p.Id).SingleAsync());
    }
}

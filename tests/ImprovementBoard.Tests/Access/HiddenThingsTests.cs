using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ImprovementBoard.Tests.Access;

/// <summary>Goes through the portal by its own links as each role, and finds no word of what is hidden from that role: not in a list, a count, a history, a message or a download.</summary>
[Collection(PortalTests.Name)]
public sealed partial class HiddenThingsTests(PortalHost portal)
{
    // Of pages that differ only in a number or a reference so many are opened, whose links are nearly the same.
    private const int OfOneKind = 3;

    [Theory]
    [InlineData(Role.Chair, false)]
    [InlineData(Role.Member, false)]
    [InlineData(Role.Commissioner, true)]
    [InlineData(Role.Lead, false)]
    [InlineData(Role.Office, true)]
    [InlineData(Role.Admin, true)]
    [InlineData(Role.Viewer, false)]
    public async Task A_role_finds_what_it_may_read_and_no_word_of_the_rest(Role role, bool readsAll)
    {
        var (title, action) = await ConfidentialAsync();
        string[] sealedOff = [$"{PortalHost.Elsewhere} children", "Action 99.9", $"@{PortalHost.Elsewhere}.example"], restricted = [title, portal.Draft], letters = [.. await LettersAsync()];
        // To a viewer a visit exists once its letter is published, and no source of the demonstration gives the day of one.
        var readsLetters = role != Role.Viewer;
        var found = new HashSet<string>();

        var seen = await CrawlAsync(role, action, (address, text) =>
        {
            foreach (var word in sealedOff)
                Assert.False(text.Contains(word, StringComparison.OrdinalIgnoreCase), $"{address} tells {role} “{word}” of another programme.");
            foreach (var word in restricted.Concat(letters).Where(w => text.Contains(w, StringComparison.OrdinalIgnoreCase)))
            {
                Assert.True(letters.Contains(word) ? readsLetters : readsAll, $"{address} tells {role} “{word}”.");
                found.Add(word);
            }
        });

        Assert.InRange(seen, 60, 1000);
        // Who may read it finds it, so the others were led past it.
        Assert.Equal([.. readsAll ? restricted : [], .. readsLetters ? letters : []], restricted.Concat(letters).Where(found.Contains));
    }

    [Theory]
    [InlineData("evidence/{0}")]
    [InlineData("evidence/{0}/add-version")]
    [InlineData("evidence/{0}/versions/1")]
    [InlineData("people/{0}")]
    [InlineData("people/{0}/held.zip")]
    [InlineData("people/{0}/erase")]
    [InlineData("retention/holds/{0}")]
    [InlineData("mail/{0}")]
    [InlineData("packs/draft-{0}")]
    [InlineData("packs/draft-{0}/read")]
    [InlineData("packs/draft-{0}/download")]
    [InlineData("visits/inspection-2016/findings/{0}")]
    public async Task A_number_of_another_programme_is_answered_like_one_that_does_not_exist(string address)
    {
        var theirs = await TheirsAsync(address.Split('/')[0]);
        foreach (var role in new[] { Role.Lead, Role.Office, Role.Admin })
        {
            using var client = await portal.SignedInAsync(PortalHost.Kirklees(role));

            Assert.Equal(await AskAsync(client, address, 987654), await AskAsync(client, address, theirs));
        }
    }

    private static async Task<(HttpStatusCode, string)> AskAsync(HttpClient client, string address, int id)
    {
        var asked = $"/programmes/kirklees/{string.Format(System.Globalization.CultureInfo.InvariantCulture, address, id)}";
        using var answer = await client.GetAsync(asked);
        // The address itself stands in the page, and every form has a token of its own.
        return (answer.StatusCode, Token().Replace(PageAccessTests.WithoutNonce(await answer.Content.ReadAsStringAsync()).Replace(asked, "#", StringComparison.Ordinal), ""));
    }

    // Written here: nothing else needs rows of all these kinds in the other programme.
    private async Task<int> TheirsAsync(string kind)
    {
        await using var db = portal.Services.GetRequiredService<BoardDatabase>().Open(portal.Other.Programme.Id);
        if (kind == "retention")
        {
            if (!await db.RetentionHolds.AnyAsync())
            {
                db.RetentionHolds.Add(ImprovementBoard.Core.Retention.RetentionHold.Put(ImprovementBoard.Core.Retention.HoldCovers.Programme, (null, "the whole programme"), "A claim.", "Legal services", portal.Other.As(Role.Admin).Actor, portal.Other.Today));
                await db.SaveChangesAsync();
            }
            return await db.RetentionHolds.Select(h => h.Id).FirstAsync();
        }
        if (kind == "people")
            return portal.Other.OtherLead.Id;
        if (kind == "visits")
        {
            var visits = portal.Services.CreateScope().ServiceProvider.GetRequiredService<ImprovementBoard.Web.Features.Visits.VisitService>();
            if (!await db.Findings.AnyAsync())
            {
                var office = portal.Other.As(Role.Office);
                var visit = await visits.RecordVisitAsync(office, new() { From = office.Today.AddDays(-6), To = office.Today.AddDays(-5), Focus = "The front door", Pace = ImprovementBoard.Core.Visits.Pace.Steady });
                await visits.RecordFindingsAsync(office, visit, [new() { Text = "Core groups were late.", Polarity = ImprovementBoard.Core.Visits.Polarity.Weakness, Cohort = ImprovementBoard.Core.Visits.Cohort.ChildProtection, Recommendations = ["1"] }]);
            }
            return await db.Findings.Select(f => f.Id).FirstAsync();
        }
        if (kind == "evidence")
        {
            if (!await db.Evidence.AnyAsync())
                await portal.Other.AddEvidenceAsync("99.9");
            return await db.Evidence.Select(e => e.Id).FirstAsync();
        }
        if (kind == "mail")
        {
            if (!await db.Mail.AnyAsync())
            {
                db.Mail.Add(ImprovementBoard.Core.Mail.MailItem.Queue(portal.Other.Programme.Id, new("test", "test", "a@b.example", "Clerk", "Subject", "Body", "/"), portal.Other.Today, DateTimeOffset.UtcNow.AddYears(1)));
                await db.SaveChangesAsync();
            }
            return await db.Mail.Select(m => m.Id).FirstAsync();
        }
        if (!await db.Packs.AnyAsync())
        {
            await using var none = portal.Services.GetRequiredService<BoardDatabase>().OpenWithoutProgramme();
            var like = await none.Packs.IgnoreQueryFilters().AsNoTracking().FirstAsync(p => p.Number == 2);
            db.Packs.Add(new() { ProgrammeId = portal.Other.Programme.Id, PeriodKey = "x", PeriodName = "X", PositionAsAt = like.PositionAsAt, BuiltAt = like.BuiltAt, BuiltOn = like.BuiltOn, BuiltBy = "Office", FactsJson = like.FactsJson, FactsHash = like.FactsHash, FileHash = like.FileHash, TemplateHash = like.TemplateHash, FileSize = like.FileSize, Pages = like.Pages });
            await db.SaveChangesAsync();
        }
        return await db.Packs.Select(p => p.Id).FirstAsync();
    }

    private async Task<int> CrawlAsync(Role role, string action, Action<string, string> look)
    {
        using var client = await portal.SignedInAsync(PortalHost.Kirklees(role));
        const string home = "/programmes/kirklees";
        var waiting = new Queue<string>([home, $"{home}/actions/{action}", $"{home}/actions/{action}/evidence/add", $"{home}/evidence?q=risk", $"{home}/history?item=Evidence", $"{home}/history?kind=EvidenceAdded", $"{home}/history.csv", $"{home}/packs/register.csv", $"{home}/packs/2/tables.xlsx", $"{home}/packs/{portal.Draft}", $"{home}/evidence/{portal.Confidential}", $"{home}@2018-07-31", $"{home}@2018-07-31/evidence", $"{home}/visits/5", $"{home}/recommendations/3", $"{home}/history?kind=FindingRecorded", $"{home}/compare?from=2017-01-01&to=2018-08-06"]);
        var kinds = new Dictionary<string, int>();
        var seen = new HashSet<string>(waiting);
        var opened = 0;
        while (waiting.TryDequeue(out var address))
        {
            using var answer = await client.GetAsync(address);
            Assert.True((int)answer.StatusCode < 500, $"{address} answers {role} {answer.StatusCode}");
            opened++;
            var text = await TextAsync(answer);
            look(address, text);
            if (answer.Content.Headers.ContentType?.MediaType != "text/html")
                continue;
            foreach (var link in Links().Matches(text).Select(m => WebUtility.HtmlDecode(m.Groups["link"].Value).Split('#')[0]).Where(l => l.StartsWith(home, StringComparison.Ordinal) && !l.EndsWith(".pdf", StringComparison.Ordinal) && !l.EndsWith("/download", StringComparison.Ordinal)))
            {
                var kind = Kind(link);
                if (kinds.GetValueOrDefault(kind) < OfOneKind && seen.Add(link))
                {
                    kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
                    waiting.Enqueue(link);
                }
            }
        }
        return opened;
    }

    // The title of the last visit, and the words of what was found there: the plain ones at their beginning, which no page writes otherwise.
    private async Task<IReadOnlyList<string>> LettersAsync()
    {
        await using var db = await KirkleesAsync();
        var visit = await db.Visits.SingleAsync(v => v.Ref == "5");
        var said = await db.Findings.Where(f => f.VisitId == visit.Id).Select(f => f.Text).ToListAsync();
        return [visit.Title, .. said.Select(t => Plain().Match(t).Value).Where(t => t.Length > 25).Distinct()];
    }

    private async Task<(string Title, string Action)> ConfidentialAsync()
    {
        await using var db = await KirkleesAsync();
        var item = await db.Evidence.Where(e => e.Id == portal.Confidential).Select(e => new { e.Title, Action = db.Actions.Where(a => a.Id == e.ActionItemId).Select(a => a.Ref).FirstOrDefault() }).SingleAsync();
        return (item.Title, item.Action ?? "17.1");
    }

    private async Task<BoardDbContext> KirkleesAsync()
    {
        var database = portal.Services.GetRequiredService<BoardDatabase>();
        await using var none = database.OpenWithoutProgramme();
        return database.Open(await none.Programmes.Where(p => p.Slug == "kirklees").Select(p => p.Id).SingleAsync());
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer)
    {
        if (answer.Content.Headers.ContentType?.MediaType is not { } media || !(media.Contains("spreadsheet", StringComparison.Ordinal) || media == "application/zip"))
            return await answer.Content.ReadAsStringAsync();
        using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync());
        var texts = new List<string>();
        foreach (var entry in zip.Entries)
        {
            using var reader = new StreamReader(entry.Open());
            texts.Add(await reader.ReadToEndAsync());
        }
        return string.Join('\n', texts);
    }

    private static string Kind(string link)
    {
        var parts = link.Split('?', 2);
        var path = string.Join('/', parts[0].Split('/').Select(s => s.Any(char.IsAsciiDigit) ? "#" : s));
        return parts.Length == 1 ? path : $"{path}?{string.Join('&', parts[1].Split('&').Select(p => p.Split('=')[0]))}";
    }

    [GeneratedRegex("CfDJ8[A-Za-z0-9+/=_-]+", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Token();

    [GeneratedRegex("^[A-Za-z ,;]+", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Plain();

    [GeneratedRegex("href=\"(?<link>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Links();
}

using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.History;
using ImprovementBoard.Tests.Core.Evidence;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Features.Evidence;
using ImprovementBoard.Web.Features.History;
using ImprovementBoard.Web.Features.Programmes;
using ImprovementBoard.Web.Features.Readiness;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.Evidence;

public sealed class EvidenceServiceTests : IAsyncLifetime
{
    private static readonly EvidenceTarget Action = new(true, "1.1");

    private TestDatabase database = null!;
    private TestBoard board = null!;

    private EvidenceService Service => database.Get<EvidenceService>();

    private FileStore Store => database.Get<FileStore>();

    private EvidenceInput Good => EvidenceItemTests.Good with { DatedOn = board.Today.AddDays(-3), PeriodFrom = null, PeriodTo = null };

    public async Task InitializeAsync()
    {
        database = await TestDatabase.EmptyAsync();
        board = await TestBoard.AddAsync(database);
        await board.AddActionAsync("1.1");
        await board.AddActionAsync("1.2", board.OtherLead);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task A_lead_attaches_a_file_and_everything_about_it_is_kept()
    {
        var attached = await AddAsync(board.As(Role.Lead), TestFiles.Pdf, "Audit June.pdf");

        await using var db = database.Open(board.Programme.Id);
        var item = await db.Evidence.Include(e => e.Versions).SingleAsync(e => e.Id == attached.Id);
        var version = Assert.Single(item.Versions);
        Assert.Equal(("Audit of 30 files", board.Today, "Head of safeguarding", false), (item.Title, item.AddedOn, item.AddedBy, item.Illustrative));
        Assert.Equal((1, "Audit June.pdf", "application/pdf", (long?)TestFiles.Pdf.Length), (version.Number, version.FileName, version.MediaType, version.Size));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(TestFiles.Pdf)), version.Sha256);
        Assert.Equal(TestFiles.Pdf, await File.ReadAllBytesAsync(Store.PathOf(version.Sha256!)));
        var entry = await db.History.SingleAsync();
        Assert.Equal((Subject.Action, "1.1", HistoryKind.EvidenceAdded, "Head of safeguarding"), (entry.Subject, entry.SubjectRef, entry.Kind, entry.By));
        Assert.Contains("1.1 audit june.pdf", item.SearchText, StringComparison.Ordinal);
        Assert.Empty(Left());
    }

    [Theory]
    [InlineData(Role.Chair)]
    [InlineData(Role.Member)]
    [InlineData(Role.Commissioner)]
    [InlineData(Role.Admin)]
    public async Task Who_only_reads_cannot_attach(Role role)
    {
        await Assert.ThrowsAsync<ForbiddenException>(() => AddAsync(board.As(role), TestFiles.Pdf));

        await NothingStoredAsync();
    }

    [Fact]
    public async Task Made_confidential_it_is_gone_at_once_for_those_who_may_not_read_it_also_from_the_history()
    {
        var id = (await AddAsync(board.As(Role.Lead), TestFiles.Pdf)).Id;
        await AddAsync(board.As(Role.Lead), TestFiles.Png, "other.png", new(false, "1"));
        var (chair, office) = (board.As(Role.Chair), board.As(Role.Office));
        Assert.NotNull(await database.Get<EvidenceDownloads>().OpenAsync(chair, id, 1));

        await Service.SetSensitivityAsync(office, id, await SeenAsync(id), Sensitivity.Confidential, null);

        Assert.Equal((null, 1), (await database.Get<EvidenceQueries>().FindAsync(chair, id), (await database.Get<EvidenceQueries>().ListAsync(chair, new(null, null, null, false, 1))).All));
        Assert.Null(await database.Get<EvidenceDownloads>().OpenAsync(chair, id, 1));
        Assert.Equal(1, (await database.Get<EvidenceQueries>().CountByStrengthAsync(chair)).Values.Sum());
        Assert.Equal([(Subject.Recommendation, "1")], await ShownAsync(chair));
        Assert.Equal([HistoryKind.EvidenceAccessChanged, HistoryKind.EvidenceDownloaded, HistoryKind.EvidenceAdded], (await database.Get<EvidenceQueries>().FindAsync(board.As(Role.Lead), id))!.History.Select(h => h.Kind));

        var fault = await Assert.ThrowsAsync<RuleException>(async () => await Service.SetSensitivityAsync(office, id, await SeenAsync(id), Sensitivity.Normal, " "));
        Assert.Equal("AccessReason", fault.Field);
        await Service.SetSensitivityAsync(office, id, await SeenAsync(id), Sensitivity.Normal, "No case can be recognised.");

        Assert.Equal([HistoryKind.EvidenceAccessChanged, HistoryKind.EvidenceAdded], (await database.Get<EvidenceQueries>().FindAsync(chair, id))!.History.Select(h => h.Kind));
        Assert.Equal([(Subject.Action, "1.1"), (Subject.Recommendation, "1"), (Subject.Action, "1.1")], await ShownAsync(chair));

        await Service.SetSensitivityAsync(office, id, await SeenAsync(id), Sensitivity.Confidential, "One can.");
        Assert.Equal([(Subject.Recommendation, "1")], await ShownAsync(chair));

        async Task<List<(Subject, string)>> ShownAsync(ProgrammeScope scope) =>
            [.. (await database.Get<HistoryQueries>().ListAsync(scope, new())).Rows.Select(h => (h.Subject, h.SubjectRef))];
    }

    [Theory]
    [InlineData(Role.Chair)]
    [InlineData(Role.Lead)]
    [InlineData(Role.Commissioner)]
    [InlineData(Role.Admin)]
    public async Task Only_the_office_changes_who_may_read_and_nobody_from_an_older_screen(Role role)
    {
        var id = (await AddAsync(board.As(Role.Lead), TestFiles.Pdf)).Id;

        await Assert.ThrowsAsync<ForbiddenException>(async () => await Service.SetSensitivityAsync(board.As(role), id, await SeenAsync(id), Sensitivity.Confidential, null));
        await Assert.ThrowsAsync<RuleException>(() => Service.SetSensitivityAsync(board.As(Role.Office), id, Guid.NewGuid(), Sensitivity.Confidential, null));
        await Assert.ThrowsAsync<RuleException>(async () => await Service.SetSensitivityAsync(board.As(Role.Office), id, await SeenAsync(id), Sensitivity.Normal, "It is open already."));
    }

    [Fact]
    public async Task A_lead_attaches_only_to_what_they_lead_or_own_and_the_office_to_everything()
    {
        await Assert.ThrowsAsync<ForbiddenException>(() => AddAsync(board.As(Role.Lead), TestFiles.Pdf, to: new(true, "1.2")));
        await Assert.ThrowsAsync<ForbiddenException>(() => AddAsync(board.As(board.OtherLead), TestFiles.Pdf, to: new(false, "1")));
        await NothingStoredAsync();

        await AddAsync(board.As(Role.Lead), TestFiles.Pdf, to: new(false, "1"));
        await AddAsync(board.As(board.OtherLead), TestFiles.Pdf, to: new(true, "1.2"));
        await AddAsync(board.As(Role.Office), TestFiles.Png, "a.png", new(true, "1.2"));
    }

    [Fact]
    public async Task A_reference_of_no_action_is_told()
    {
        Assert.Equal("There is no action 9.9 in this programme.", (await Assert.ThrowsAsync<RuleException>(() => AddAsync(board.As(Role.Office), TestFiles.Pdf, to: new(true, "9.9")))).Message);

        await NothingStoredAsync();
    }

    [Fact]
    public async Task What_the_content_rules_refuse_is_not_stored()
    {
        await Assert.ThrowsAsync<RuleException>(() => AddAsync(board.As(Role.Lead), TestFiles.Program, "report.pdf"));

        await NothingStoredAsync();
    }

    [Fact]
    public async Task The_same_file_twice_on_one_action_is_told_and_on_another_is_stored_once()
    {
        var first = await AddAsync(board.As(Role.Office), TestFiles.Pdf, "first.pdf");

        var fault = await Assert.ThrowsAsync<RuleException>(() => AddAsync(board.As(Role.Office), TestFiles.Pdf, "again.pdf"));
        var other = await AddAsync(board.As(Role.Office), TestFiles.Pdf, "again.pdf", new(true, "1.2"));

        Assert.Equal("This file is here already as “Audit of 30 files”, version 1, added on 2 March 2026.", fault.Message);
        Assert.Equal(first.Id, other.SameAs);
        Assert.Single(Kept());
    }

    [Fact]
    public async Task A_lead_who_sends_the_same_bytes_as_confidential_evidence_of_another_learns_nothing()
    {
        await AddAsync(board.As(board.OtherLead), TestFiles.Pdf, to: new(true, "1.2"), confidential: true);

        Assert.Null((await AddAsync(board.As(Role.Lead), TestFiles.Pdf)).SameAs);
    }

    [Theory]
    [InlineData(Role.Chair, false)]
    [InlineData(Role.Member, false)]
    [InlineData(Role.Lead, true)]
    [InlineData(Role.Commissioner, true)]
    [InlineData(Role.Office, true)]
    [InlineData(Role.Admin, true)]
    public async Task Confidential_evidence_is_in_no_list_count_history_or_download_of_others(Role role, bool reads)
    {
        var attached = await AddAsync(board.As(Role.Lead), TestFiles.Pdf, confidential: true);
        var scope = board.As(role);
        var queries = database.Get<EvidenceQueries>();

        var list = await queries.ListAsync(scope, new(null, null, null, false, 1));
        Assert.Equal(reads ? (1, 1) : (0, 0), (list.Found, list.All));
        Assert.Equal(reads, await queries.FindAsync(scope, attached.Id) is not null);
        Assert.Equal(reads ? 1 : 0, (await database.Get<ProgrammeQueries>().CountsAsync(scope)).Evidence);
        Assert.Equal(reads, (await database.Get<EvidenceDownloads>().OpenAsync(scope, attached.Id, 1)) is not null);
        Assert.Equal(reads, (await queries.OfActionAsync(scope, (await ActionAsync()).Id)).Count == 1);
        var history = await database.Get<HistoryQueries>().ListAsync(scope, new());
        Assert.Equal(reads && role != Role.Lead, history.Rows.Any(h => h.What.Contains("Audit of 30 files", StringComparison.Ordinal)));
        Assert.DoesNotContain((await database.Get<ActionQueries>().FindAsync(scope, "1.1"))!.History, h => h.What.Contains("Audit of 30 files", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_led_an_action_and_only_reads_now_does_not_read_its_confidential_evidence()
    {
        var attached = await AddAsync(board.As(Role.Lead), TestFiles.Pdf, confidential: true);
        var lead = board.As(Role.Lead);

        var viewer = lead with { Actor = lead.Actor with { Role = Role.Viewer } };

        Assert.NotNull(await database.Get<EvidenceQueries>().FindAsync(lead, attached.Id));
        Assert.Null(await database.Get<EvidenceQueries>().FindAsync(viewer, attached.Id));
    }

    [Fact]
    public async Task Confidential_evidence_counts_for_no_flag_and_not_at_the_gate_which_everybody_reads()
    {
        await database.Get<ProgrammeAccess>().EnterAsync(board.Person(Role.Chair), "testshire");
        var id = (await AddAsync(board.As(Role.Lead), TestFiles.Pdf, confidential: true)).Id;
        await database.Get<ActionService>().DeliverAsync(board.As(Role.Lead), "1.1", (await ActionAsync()).Version);
        Assert.Equal(("Said to be delivered on 2 Mar 2026; no evidence that everybody may read stands", false), await SaidAsync());

        await Service.SetSensitivityAsync(board.As(Role.Office), id, await SeenAsync(id), Sensitivity.Normal, "No case can be recognised.");

        Assert.Equal((null, true), await SaidAsync());

        async Task<(string? Flag, bool AtTheGate)> SaidAsync()
        {
            await using var db = database.Open(board.Programme.Id);
            return (await db.Flags.Where(f => f.Ref == "1.1" && f.Rule == "claim_without_evidence" && f.Until > board.Today).Select(f => f.Why).SingleOrDefaultAsync(),
                (await ReadinessReader.FactsAsync(db, board.Programme.UpdateCycleDays, board.Today, default)).Actions.Single(a => a.Ref == "1.1").HasEvidence);
        }
    }

    [Fact]
    public async Task A_download_is_recorded_that_of_confidential_evidence_where_few_see_it()
    {
        var secret = await AddAsync(board.As(Role.Lead), TestFiles.Pdf, confidential: true);
        var open = await AddAsync(board.As(Role.Lead), TestFiles.Png, "a.png");

        await DownloadAsync(board.As(Role.Commissioner), secret.Id);
        await DownloadAsync(board.As(Role.Commissioner), open.Id);

        await using var db = database.Open(board.Programme.Id);
        Assert.Equal(
            [(Subject.Evidence, $"{secret.Id}", "Commissioner"), (Subject.Action, "1.1", "Commissioner")],
            (await db.History.Where(h => h.Kind == HistoryKind.EvidenceDownloaded).OrderBy(h => h.Sequence).ToListAsync()).Select(h => (h.Subject, h.SubjectRef, h.By)));
    }

    [Fact]
    public async Task Who_opens_the_page_of_confidential_evidence_is_recorded_once_a_day_and_few_see_it()
    {
        var secret = await AddAsync(board.As(Role.Lead), TestFiles.Pdf, confidential: true);
        var open = await AddAsync(board.As(Role.Lead), TestFiles.Png, "a.png");
        var downloads = database.Get<EvidenceDownloads>();

        await using var db = database.Open(board.Programme.Id);

        foreach (var id in new[] { secret.Id, open.Id, secret.Id })
            await downloads.NoteReadAsync(board.As(Role.Commissioner), await db.Evidence.SingleAsync(e => e.Id == id));
        // Another post of the same title is somebody else.
        var (first, second) = (board.As(Role.Commissioner).Actor, board.As(Role.Commissioner).Actor with { MemberId = board.OtherLead.Id });
        foreach (var id in new[] { secret.Id, secret.Id })
            await downloads.NoteReadAsync(board.As(Role.Commissioner) with { Actor = second }, await db.Evidence.SingleAsync(e => e.Id == id));

        Assert.Equal(
            [(Subject.Evidence, $"{secret.Id}", "Commissioner", first.MemberId), (Subject.Evidence, $"{secret.Id}", "Commissioner", second.MemberId)],
            (await db.History.Where(h => h.Kind == HistoryKind.EvidenceRead).OrderBy(h => h.Sequence).ToListAsync()).Select(h => (h.Subject, h.SubjectRef, h.By, h.MemberId)));
        foreach (var (role, sees) in new[] { (Role.Chair, false), (Role.Office, true) })
            Assert.Equal(sees, (await database.Get<HistoryQueries>().ListAsync(board.As(role), new())).Rows.Any(h => h.Kind == HistoryKind.EvidenceRead));
    }

    [Fact]
    public async Task A_newer_version_stands_beside_the_older_whose_bytes_stay()
    {
        var attached = await AddAsync(board.As(Role.Lead), TestFiles.Pdf);

        using var newer = await ReceiveAsync(TestFiles.Docx, "audit.docx");
        await Service.AddVersionAsync(board.As(Role.Lead), attached.Id, await SeenAsync(attached.Id), new(newer, null, "Total added"));

        Assert.Equal(TestFiles.Pdf, await DownloadAsync(board.As(Role.Chair), attached.Id, 1));
        Assert.Equal(TestFiles.Docx, await DownloadAsync(board.As(Role.Chair), attached.Id, 2));
        await using var db = database.Open(board.Programme.Id);
        Assert.Contains("Version 2 of evidence added: Audit of 30 files. Total added", await db.History.Select(h => h.What).ToListAsync());
    }

    [Fact]
    public async Task A_change_beside_an_older_page_is_refused()
    {
        var attached = await AddAsync(board.As(Role.Lead), TestFiles.Pdf);
        var seen = await SeenAsync(attached.Id);
        await Service.AddVersionAsync(board.As(Role.Lead), attached.Id, seen, new(null, "https://example.org/", null));

        var fault = await Assert.ThrowsAsync<RuleException>(() => Service.WithdrawAsync(board.As(Role.Lead), attached.Id, seen, "Too small."));

        Assert.StartsWith("Someone else changed “Audit of 30 files”", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Withdrawn_evidence_leaves_what_stands_and_can_still_be_read()
    {
        var attached = await AddAsync(board.As(Role.Lead), TestFiles.Pdf);
        await Service.WithdrawAsync(board.As(Role.Office), attached.Id, await SeenAsync(attached.Id), "Too few files.");
        var queries = database.Get<EvidenceQueries>();

        Assert.Empty((await queries.ListAsync(board.As(Role.Chair), new(null, null, null, false, 1))).Rows);
        Assert.Equal("Too few files.", (await queries.FindAsync(board.As(Role.Chair), attached.Id))!.Item.WithdrawnReason);
        Assert.True(Assert.Single((await queries.ListAsync(board.As(Role.Chair), new(null, null, null, true, 1))).Rows).Withdrawn);
    }

    [Fact]
    public async Task Evidence_of_another_programme_is_not_found()
    {
        var attached = await AddAsync(board.As(Role.Lead), TestFiles.Pdf);
        var stranger = (await TestBoard.AddAsync(database, "elsewhere")).As(Role.Office);

        Assert.Null(await database.Get<EvidenceQueries>().FindAsync(stranger, attached.Id));
        Assert.Null(await database.Get<EvidenceDownloads>().OpenAsync(stranger, attached.Id, 1));
        await Assert.ThrowsAsync<RuleException>(() => Service.WithdrawAsync(stranger, attached.Id, default, "Mine now."));
    }

    [Fact]
    public async Task An_action_is_signed_off_only_with_evidence()
    {
        var actions = database.Get<ActionService>();
        await actions.DeliverAsync(board.As(Role.Lead), "1.1", (await ActionAsync()).Version);
        Assert.Equal(["1.1"], await database.Get<EvidenceQueries>().WaitingWithoutAsync(board.As(Role.Office)));

        var fault = await Assert.ThrowsAsync<RuleException>(async () => await actions.SignOffAsync(board.As(Role.Office), "1.1", (await ActionAsync()).Version, board.Today.AddDays(90)));
        Assert.Equal("No evidence is attached to action 1.1. Attach some, or send it back.", fault.Message);

        await AddAsync(board.As(Role.Lead), TestFiles.Pdf);
        await actions.SignOffAsync(board.As(Role.Office), "1.1", (await ActionAsync()).Version, board.Today.AddDays(90));
        Assert.Equal(ActionState.Embedding, (await ActionAsync()).State);
        Assert.Empty(await database.Get<EvidenceQueries>().WaitingWithoutAsync(board.As(Role.Office)));
    }

    [Fact]
    public async Task A_damaged_or_missing_file_is_not_handed_out()
    {
        var attached = await AddAsync(board.As(Role.Lead), TestFiles.Pdf);
        var path = Assert.Single(Kept());
        var bytes = await File.ReadAllBytesAsync(path);

        bytes[20] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        Assert.Null(await DownloadAsync(board.As(Role.Chair), attached.Id));
        File.Delete(path);
        Assert.Null(await DownloadAsync(board.As(Role.Chair), attached.Id));
    }

    [Fact]
    public async Task The_sweep_removes_what_no_row_names_after_a_day_and_nothing_else()
    {
        await AddAsync(board.As(Role.Lead), TestFiles.Pdf);
        var named = Assert.Single(Kept());
        var old = await OrphanAsync(TestFiles.Jpeg, "a.jpg");
        var part = Path.Combine(Store.Folder, "incoming", "cut.part");
        await File.WriteAllTextAsync(part, "half a fi");
        File.SetLastWriteTimeUtc(part, database.Clock.Now.UtcDateTime);
        database.Clock.Now += TimeSpan.FromDays(2);
        var fresh = await OrphanAsync(TestFiles.Png, "a.png");

        Assert.Equal(2, await database.Get<EvidenceSweep>().SweepAsync());

        Assert.Equal([true, true, false, false], new[] { named, fresh, old, part }.Select(File.Exists));
    }

    private async Task<string> OrphanAsync(byte[] bytes, string name)
    {
        using var file = await ReceiveAsync(bytes, name);
        Store.Keep(file);
        return Store.PathOf(file.Sha256);
    }

    private async Task<Attached> AddAsync(ProgrammeScope scope, byte[] bytes, string name = "audit.pdf", EvidenceTarget? to = null, bool confidential = false)
    {
        using var file = await ReceiveAsync(bytes, name);
        return await Service.AddAsync(scope, to ?? Action, Good with { Confidential = confidential }, new(file, null, null));
    }

    private Task<ReceivedFile> ReceiveAsync(byte[] bytes, string name) => Store.ReceiveAsync(new MemoryStream(bytes), name, default);

    private async Task<byte[]?> DownloadAsync(ProgrammeScope scope, int id, int number = 1)
    {
        if ((await database.Get<EvidenceDownloads>().OpenAsync(scope, id, number))!.Value.Content is not { } content)
            return null;
        await using (content)
        {
            using var bytes = new MemoryStream();
            await content.CopyToAsync(bytes);
            return bytes.ToArray();
        }
    }

    private async Task<Guid> SeenAsync(int id)
    {
        await using var db = database.Open(board.Programme.Id);
        return await db.Evidence.Where(e => e.Id == id).Select(e => e.Version).SingleAsync();
    }

    private async Task<ActionItem> ActionAsync()
    {
        await using var db = database.Open(board.Programme.Id);
        return await db.Actions.AsNoTracking().SingleAsync(a => a.Ref == "1.1");
    }

    private List<string> Kept() => [.. Directory.GetFiles(Store.Folder, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".part", StringComparison.Ordinal))];

    private string[] Left() => Directory.GetFiles(Path.Combine(Store.Folder, "incoming"));

    private async Task NothingStoredAsync()
    {
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal((0, 0), (await db.Evidence.CountAsync(), await db.History.CountAsync()));
        Assert.Empty(Kept());
        Assert.Empty(Left());
    }
}

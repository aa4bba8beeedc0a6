using ImprovementBoard.Core.Mail;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Mail;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.Mail;

/// <summary>The real portal, killed after the mail server took a mail and before it could say so.</summary>
public sealed class KilledPostTests
{
    [Fact]
    public async Task Killed_between_send_and_note_it_says_so_and_sends_everything_else()
    {
        await using var store = TestStore.OnSqlite();
        await TestDatabase.CopySeededSqliteAsync(store.File);
        var taken = new TaskCompletionSource();
        await using var sink = new SmtpSink
        {
            Answer = said =>
            {
                if (said != "." || taken.Task.IsCompleted)
                    return null;
                taken.SetResult();
                return SmtpSink.Hang;
            },
        };
        await PostAsync(store);
        var settings = new Dictionary<string, string>(store.Settings)
        {
            ["ImprovementBoard:Mail:Host"] = "127.0.0.1",
            ["ImprovementBoard:Mail:Port"] = $"{sink.Port}",
            ["ImprovementBoard:Mail:Security"] = MailOptions.None,
            ["ImprovementBoard:Mail:From"] = "office@kirklees.example",
            ["ImprovementBoard:Mail:PublicUrl"] = "https://improvement.kirklees.example",
        };
        await using (var portal = await PortalProcess.StartAsync(settings))
        {
            await taken.Task.WaitAsync(TimeSpan.FromSeconds(60));
            await portal.KillAsync();
        }

        await using var after = await PortalProcess.StartAsync(settings);
        await using var db = Open(store);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await Ours(db).AnyAsync(m => m.State == MailState.Queued || m.State == MailState.Sending))
            Assert.True(await tick.WaitForNextTickAsync(patience.Token));

        var mails = await Ours(db).OrderBy(m => m.Id).ToListAsync();
        Assert.Equal([MailState.Unsure, MailState.Sent, MailState.Sent], mails.Select(m => m.State));
        Assert.StartsWith("The portal stopped while it was being sent. It may have arrived", mails[0].Error, StringComparison.Ordinal);
        Assert.Equal(["to0@kirklees.example", "to1@kirklees.example", "to2@kirklees.example"], sink.Taken.Select(t => t.To).Where(t => t.StartsWith("to", StringComparison.Ordinal)).Order());
        Assert.Equal("Read it here:\r\nhttps://improvement.kirklees.example/programmes/kirklees", MailTextTests.Body(sink.Taken.First(t => t.To.StartsWith("to1", StringComparison.Ordinal)).Text));
    }

    private static IQueryable<MailItem> Ours(BoardDbContext db) => db.Mail.IgnoreQueryFilters().AsNoTracking().Where(m => m.About == "test");

    private static async Task PostAsync(TestStore store)
    {
        await using var none = Open(store);
        await using var db = Open(store);
        db.ProgrammeId = await none.Programmes.Select(p => p.Id).SingleAsync();
        for (var i = 0; i < 3; i++)
            await db.PostAsync(new($"test/{i}", "test", $"to{i}@kirklees.example", "Clerk", "Subject", "Read it here:\n{link}", "/programmes/kirklees"), new(2018, 8, 6), TestClock.Instant("2018-08-06 09:00").AddMinutes(i));
        await db.SaveChangesAsync();
    }

    private static SqliteBoardDbContext Open(TestStore store) =>
        new(new DbContextOptionsBuilder<SqliteBoardDbContext>().UseSqlite($"Data Source={store.File};Pooling=False").Options);
}

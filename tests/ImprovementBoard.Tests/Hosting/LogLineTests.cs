using ImprovementBoard.Web;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace ImprovementBoard.Tests.Hosting;

public sealed class LogLineTests
{
    [Fact]
    public void A_line_of_the_log_says_when_in_utc_and_words_with_line_ends_stay_in_one_line()
    {
        var configuration = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppHome.Path, "appsettings.json")).Build();
        using var services = new ServiceCollection().AddLogging(l => l.AddConfiguration(configuration.GetSection("Logging")).AddConsole()).BuildServiceProvider();

        var lines = services.GetRequiredService<IOptions<SimpleConsoleFormatterOptions>>().Value;

        Assert.Equal((ConsoleFormatterNames.Simple, true, true), (services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName, lines.SingleLine, lines.UseUtcTimestamp));
        Assert.EndsWith("Z ", lines.TimestampFormat, StringComparison.Ordinal);
    }
}

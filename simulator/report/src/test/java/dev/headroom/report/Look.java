package dev.headroom.report;
import java.nio.file.*;
public final class Look {
  public static void main(String[] a) throws Exception {
    long t=System.nanoTime();
    var r = switch (a[0]) { case "incident" -> Samples.incident(); case "full" -> Samples.full(); case "nan" -> Samples.allNaN(); case "one" -> Samples.onePoint(); default -> Samples.empty(); };
    Files.createDirectories(Path.of(a[1]));
    System.out.println("sample "+(System.nanoTime()-t)/1000000+" ms"); 
    for (int i=0;i<(a.length>2?4:1);i++) { t=System.nanoTime();
    Charts.writeAllWithReport(r, Path.of(a[1]));
    System.out.println("both "+(System.nanoTime()-t)/1000000+" ms"); t=System.nanoTime();
    Charts.writeAll(r, Path.of(a[1]));
    System.out.println("charts "+(System.nanoTime()-t)/1000000+" ms");}
  }
}

/** What the page docs/spring-boot.md shows. */
@NullMarked
package dev.innkeeper.spring.page;

import org.jspecify.annotations.NullMarked;
